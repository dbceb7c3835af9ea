"""What the vocabulary learns from the text of the logs alone: how rare each word is, and which words go together.

Vectors: positive pointwise mutual information of words in one message, in a person's neighbouring messages and in a
message and the last one of whom it calls, reduced by a randomised singular value decomposition (Halko, Martinsson and
Tropp, 2011).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from chat.conversations.engine.names import FIRST, People, without
from chat.conversations.engine.training.corpus import Slice
from chat.conversations.engine.vocabulary import Vocabulary
from chat.conversations.engine.words import words

_SELDOM = 4  # messages; rarer words are not kept
_MOST = 30  # words of one message that are paired
_WIDTH, _SPARE, _POWERS = 48, 10, 4
_SMOOTH = 0.75  # context distribution smoothing (Levy, Goldberg and Dagan, 2015)
_SELF, _CALLED, _BEFORE = 1.0, 0.7, 0.5  # weight of a pair by where it is found


def learn(slices: Sequence[Slice]) -> Vocabulary:
    """The vocabulary of these logs."""
    spoken = sum(bool(line.author) for one in slices for line in one.lines)
    counts = Counter(word for one in slices for line in one.lines if line.author for word in set(words(line.text)))
    kept = sorted((word for word, count in counts.items() if count >= _SELDOM), key=lambda w: (-counts[w], w))
    weights = np.array([math.log(spoken / counts[word]) for word in kept], np.float32)
    return Vocabulary(kept, weights, _vectors(slices, {word: row for row, word in enumerate(kept)}))


def _vectors(slices: Sequence[Slice], row: dict[str, int]) -> np.ndarray:
    """One vector of length 127 for each word, in whole numbers."""
    rows, columns, values = _mutual(_pairs(slices, row), len(row))
    found = _factors(rows, columns, values, len(row))
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    return np.round(found * 127).astype(np.int8)


def _pairs(slices: Sequence[Slice], row: dict[str, int]) -> Iterator[tuple[list[int], list[int], float]]:
    """Which words stand together, and how near."""
    for one in slices:
        people, latest = People(), dict[int, list[int]]()
        for line in one.lines:
            if not line.author:
                continue
            me = people.number(line.author)
            named = [found for found in people.named(line.text) if found[0] != me]
            text = without(line.text, [written for _, _, written in named])
            here = sorted({row[word] for word in words(text) if word in row})[:_MOST]
            yield here, here, _SELF
            if named and named[0][1] >= FIRST and named[0][0] in latest:
                yield here, latest[named[0][0]], _CALLED
            if me in latest:
                yield here, latest[me], _BEFORE
            latest[me] = here


def _mutual(
    pairs: Iterable[tuple[list[int], list[int], float]], size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The positive entries of the matrix: rows in order, columns, values."""
    cells: dict[float, list[np.ndarray]] = {_SELF: [], _CALLED: [], _BEFORE: []}
    for first, second, weight in pairs:
        if first and second:
            one, other = np.array(first), np.array(second)
            cells[weight].append((one[:, None] * size + other[None]).ravel())
            if weight != _SELF:
                cells[weight].append((other[:, None] * size + one[None]).ravel())
    cell = np.concatenate([np.concatenate(found) for found in cells.values() if found])
    amount = np.concatenate([np.full(sum(map(len, found)), weight) for weight, found in cells.items()])
    cell, place = np.unique(cell, return_inverse=True)
    amount = np.bincount(place, amount)
    rows, columns = cell // size, cell % size
    other = rows != columns
    rows, columns, amount = rows[other], columns[other], amount[other]
    total = np.bincount(rows, amount, size) + 1
    context = total**_SMOOTH / (total**_SMOOTH).sum()
    values = np.log(amount / (total[rows] * context[columns]))
    positive = values > 0
    return rows[positive], columns[positive], values[positive]


def _factors(rows: np.ndarray, columns: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """The leading left singular vectors, each times the root of its value."""
    by_column = np.argsort(columns, kind="stable")

    def times(block: np.ndarray) -> np.ndarray:
        return np.stack([np.bincount(rows, values * one[columns], size) for one in block.T], axis=1)

    def turned_times(block: np.ndarray) -> np.ndarray:
        r, c, v = rows[by_column], columns[by_column], values[by_column]
        return np.stack([np.bincount(c, v * one[r], size) for one in block.T], axis=1)

    basis = np.random.default_rng(0).standard_normal((size, min(_WIDTH + _SPARE, size)))
    for _ in range(_POWERS):
        basis = np.linalg.qr(turned_times(np.linalg.qr(times(basis))[0]))[0]
    basis = np.linalg.qr(times(basis))[0]
    left, strength, _ = np.linalg.svd(turned_times(basis).T, full_matrices=False)
    return (basis @ left)[:, :_WIDTH] * np.sqrt(strength[:_WIDTH])
