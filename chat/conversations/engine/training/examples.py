"""Labelled messages as numbers: every pair that the first pass sees."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chat.conversations.engine.network import squash
from chat.conversations.engine.pairs import pairs
from chat.conversations.engine.training.corpus import Slice
from chat.conversations.engine.vocabulary import Vocabulary
from chat.conversations.engine.window import Window

CONTEXT = 150  # messages before the first labelled one that are judged too, so that conversations have a past


@dataclass(frozen=True)
class Examples:
    """The messages of one log, from `CONTEXT` before its labels on; the arrays run over messages, or over all pairs.

    Args:
        sizes: pairs of each message; the last pair is with itself.
        x: the pairs, squashed, in half precision.
        right: of each pair, whether it is a link.
        gold: of each message, the numbers of those that it answers, as far as they are here.
        labelled, keys, author, names, vector: of each message.
    """

    name: str
    sizes: np.ndarray
    x: np.ndarray
    right: np.ndarray
    labelled: np.ndarray
    keys: np.ndarray
    author: np.ndarray
    names: np.ndarray
    vector: np.ndarray
    gold: list[list[int]]

    @cached_property
    def ends(self) -> np.ndarray:
        """Where the pairs of each message end."""
        return np.cumsum(self.sizes)


def gather(one: Slice, vocabulary: Vocabulary) -> Examples:
    """Hear a log, and keep what its messages looked like."""
    window = Window(vocabulary)
    spoken = [line.key for line in one.lines if line.author]
    begin = max(0, int(np.searchsorted(spoken, min(one.gold))) - CONTEXT)
    xs, rights, labelled, keys, author, names, vector = [], [], [], [], [], [], []
    for line in one.lines:
        if not line.author:
            window.news(line.text)
            continue
        row = window.add(line)
        if line.key < spoken[begin]:
            continue
        rows, x = pairs(window, row)
        xs.append(squash(x).astype(np.float16))
        rights.append(np.isin(window.key[rows], list(one.gold.get(line.key, ()))))
        labelled.append(line.key in one.gold)
        keys.append(line.key)
        author.append(window.author[row])
        names.append(window.names[row].copy())
        vector.append(window.vector[row].copy())
    number = {key: place for place, key in enumerate(keys)}
    gold = [[number[parent] for parent in one.gold.get(key, ()) if parent in number] for key in keys]
    return Examples(
        one.name, np.array([len(x) for x in xs]), np.concatenate(xs), np.concatenate(rights), np.array(labelled),
        np.array(keys), np.array(author), np.array(names), np.array(vector), gold,
    )  # fmt: skip
