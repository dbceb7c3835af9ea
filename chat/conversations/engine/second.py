"""The second pass over a window: what the first one found, gathered into scenes, and the numbers for judging again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chat.conversations.engine.columns import PLAIN
from chat.conversations.engine.later import CANDIDATES, PLAIN_LATER, Scene, later
from chat.conversations.engine.lines import Link
from chat.conversations.engine.network import softmax
from chat.conversations.engine.window import Window

_NEVER = -50.0  # a logit


@dataclass(frozen=True, slots=True)
class Heard:
    """A message after the first pass.

    Args:
        candidates: the messages that it may answer, by number, oldest first, itself last; below 0 they are not judged.
        keys: of the candidates.
        scores: a logit for each candidate.
        likely: places of the likeliest in `candidates`, itself last.
        x: the pairs of the likely ones, as in `FEATURES`.
        certain: its link where that is known; then it is not judged.
        plain: whether the room uses no names here.
    """

    keys: np.ndarray
    author: int
    names: np.ndarray
    vector: np.ndarray
    candidates: np.ndarray
    scores: np.ndarray
    likely: np.ndarray
    x: np.ndarray
    certain: Link | None = None
    plain: bool = False

    def with_scores(self, scores: np.ndarray) -> "Heard":
        """The same message with new scores of its likely candidates, and without the others."""
        best = self.likely
        return replace(
            self, keys=self.keys[best], candidates=self.candidates[best], scores=scores, likely=np.arange(len(scores))
        )


def judged(w: Window, row: int, number: int, rows: np.ndarray, scores: np.ndarray, x: np.ndarray) -> Heard:
    """A message that the first pass has judged; it is the `number`th."""
    best = likely(scores)
    return Heard(
        w.key[rows], int(w.author[row]), w.names[row].copy(), w.vector[row].copy(),
        rows + (number - row), scores, best, x[best], None, w.plain,
    )  # fmt: skip


def settled(w: Window, row: int, number: int, parent: int, link: Link) -> Heard:
    """A message whose link is known; `parent` is a number too."""
    alone = parent == number
    candidates = np.array([number] if alone else [parent, number])
    keys = np.array([link.key] if alone else [link.parent, link.key])
    scores = np.zeros(1) if alone else np.array([0.0, _NEVER])
    return Heard(
        keys, int(w.author[row]), w.names[row].copy(), w.vector[row].copy(),
        candidates, scores, np.arange(len(candidates)), np.empty(0), link,
    )  # fmt: skip


def likely(scores: np.ndarray) -> np.ndarray:
    """The places of the best scores, in order; the last one always."""
    best = np.argsort(-scores[:-1], kind="stable")[: CANDIDATES - 1]
    return np.append(np.sort(best), len(scores) - 1)


def scene(heard: Sequence[Heard], low: int, high: int) -> Scene:
    """The messages from `low` to `high`; what answers something before them starts something here."""
    part = heard[low:high]
    chances = np.zeros((len(part), len(part)), np.float32)
    for row, one in enumerate(part):
        inside = one.candidates >= low
        chances[row, one.candidates[inside] - low] = softmax(one.scores)[inside]
    return Scene(
        np.array([one.author for one in part]),
        np.array([one.names for one in part]),
        np.array([one.vector for one in part]),
        chances,
        np.where(chances.any(1), chances.argmax(1), np.arange(len(part))),
    )


def numbers(here: Scene, low: int, one: Heard, *, plain: bool) -> np.ndarray:
    """What both passes know of each likely candidate, in a scene that begins at `low`."""
    candidates = np.maximum(one.candidates[one.likely] - low, 0)
    y = later(here, int(candidates[-1]), candidates, one.scores[one.likely])
    return np.hstack([one.x[:, PLAIN], y[:, PLAIN_LATER]]) if plain else np.hstack([one.x, y])
