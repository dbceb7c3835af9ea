"""Fitting small networks to rank candidates: softmax over the candidates of a message, cross entropy, Adam.

Adam: Kingma and Ba, 2015; decoupled weight decay: Loshchilov and Hutter, 2019; the step falls as half a cosine.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from chat.conversations.engine.network import CLIP, Network

_BATCH = 128  # messages, or as many as there are
_STEP, _WARM, _DECAY = 2e-3, 200, 1e-4
_KEPT, _KEPT_SQUARES, _TINY = 0.9, 0.999, 1e-8
_LEAST_SCALE = 1e-2

Layers = tuple[list[np.ndarray], list[np.ndarray]]


@dataclass(frozen=True)
class Groups:
    """Candidates of many messages, one after the other.

    Args:
        x: a row of squashed numbers for each candidate.
        sizes: candidates of each message.
        right: whether each candidate is a parent.
        usable: of each message, whether it is labelled and has its parent among the candidates.
    """

    x: np.ndarray
    sizes: np.ndarray
    right: np.ndarray
    usable: np.ndarray

    @property
    def starts(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(self.sizes)])


def measure(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and scale of squashed numbers, from every seventeenth row."""
    some = x[::17].astype(np.float64)
    return some.mean(0).astype(np.float32), (some.std(0) + _LEAST_SCALE).astype(np.float32)


def rows_of(starts: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the chosen messages, and how many each has."""
    sizes = starts[chosen + 1] - starts[chosen]
    shift = starts[chosen] - np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return np.repeat(shift, sizes) + np.arange(sizes.sum()), sizes


def grouped_softmax(scores: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Probabilities within each message."""
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    grown = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
    return grown / np.repeat(np.add.reduceat(grown, first), sizes)


def fit(
    groups: Groups, hidden: tuple[int, ...], epochs: int, seeds: range, *, among: np.ndarray | None = None,
    columns: list[int] | None = None,
) -> Network:  # fmt: skip
    """One network for each seed, side by side.

    Args:
        among: of each message, whether it may be learned from.
        columns: of the numbers that are used; all where None.
    """
    mean, scale = measure(groups.x)
    chosen = slice(None) if columns is None else columns
    mean, scale = mean[chosen], scale[chosen]
    usable = groups.usable if among is None else groups.usable & among
    learn = [_learn(groups, mean, scale, chosen, np.flatnonzero(usable), hidden, epochs, seed) for seed in seeds]
    layers = range(len(hidden) + 1)
    return Network(
        mean, scale,
        tuple(np.stack([weights[layer] for weights, _ in learn]) for layer in layers),
        tuple(np.stack([biases[layer] for _, biases in learn]) for layer in layers),
    )  # fmt: skip


def _learn(
    groups: Groups, mean: np.ndarray, scale: np.ndarray, columns: slice | list[int], messages: np.ndarray,
    hidden: tuple[int, ...], epochs: int, seed: int,
) -> Layers:  # fmt: skip
    chance = np.random.default_rng(seed)
    weights, biases = _begin(chance, [len(mean), *hidden, 1])
    batch = min(_BATCH, len(messages))
    step = _Adam(weights, biases, epochs * (len(messages) // batch))
    starts, messages = groups.starts, messages.copy()
    for _ in range(epochs):
        chance.shuffle(messages)
        for place in range(0, len(messages) - batch + 1, batch):
            rows, sizes = rows_of(starts, np.sort(messages[place : place + batch]))
            x = ((groups.x[rows][:, columns] - mean) / scale).clip(-CLIP, CLIP).astype(np.float32)
            step.take(*_slope(x, groups.right[rows].astype(np.float32), sizes, weights, biases))
    return weights, biases


def _begin(chance: np.random.Generator, widths: list[int]) -> Layers:
    """Random weights of a size that keeps the signal (He et al., 2015), the last layer nearly silent."""
    weights = [
        (chance.standard_normal((above, below)) * np.sqrt(2 / above)).astype(np.float32)
        for above, below in pairwise(widths)
    ]
    weights[-1] *= np.float32(0.1)
    return weights, [np.zeros(below, np.float32) for below in widths[1:]]


def _slope(
    x: np.ndarray, right: np.ndarray, sizes: np.ndarray, weights: list[np.ndarray], biases: list[np.ndarray]
) -> Layers:
    """The gradient of the mean cross entropy of a batch."""
    signals = [x]
    for layer, (weight, bias) in enumerate(zip(weights, biases)):
        signal = signals[-1] @ weight + bias
        signals.append(np.maximum(signal, 0) if layer < len(weights) - 1 else signal)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    target = right / np.repeat(np.add.reduceat(right, first), sizes)
    error = ((grouped_softmax(signals[-1][:, 0], sizes) - target)[:, None] / len(sizes)).astype(np.float32)
    of_weights: list[np.ndarray] = []
    of_biases: list[np.ndarray] = []
    for layer in range(len(weights) - 1, -1, -1):
        of_weights.insert(0, signals[layer].T @ error)
        of_biases.insert(0, error.sum(0))
        if layer:
            error = (error @ weights[layer].T) * (signals[layer] > 0)
    return of_weights, of_biases


class _Adam:
    """Changes the weights in place, a step at a time."""

    def __init__(self, weights: list[np.ndarray], biases: list[np.ndarray], steps: int) -> None:
        self._values, self._decayed = weights + biases, len(weights)
        self._kept = [np.zeros_like(value) for value in self._values]
        self._squares = [np.zeros_like(value) for value in self._values]
        self._steps, self._taken = steps, 0
        self._warm = min(_WARM, steps // 5 + 1)

    def take(self, of_weights: list[np.ndarray], of_biases: list[np.ndarray]) -> None:
        self._taken += 1
        taken = self._taken
        size = _STEP * min(1, taken / self._warm) * 0.5 * (1 + np.cos(np.pi * taken / self._steps))
        for place, slope in enumerate(of_weights + of_biases):
            value, kept, squares = self._values[place], self._kept[place], self._squares[place]
            kept += (1 - _KEPT) * (slope - kept)
            squares += (1 - _KEPT_SQUARES) * (slope * slope - squares)
            change = kept / (1 - _KEPT**taken) / (np.sqrt(squares / (1 - _KEPT_SQUARES**taken)) + _TINY)
            value -= size * (change + (_DECAY * value if place < self._decayed else 0))
