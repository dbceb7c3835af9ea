"""Hearing a room message by message, looking at nothing later."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from chat.conversations.engine.columns import PLAIN
from chat.conversations.engine.lines import Line, Link
from chat.conversations.engine.model import Model, trained
from chat.conversations.engine.network import softmax
from chat.conversations.engine.pairs import pairs
from chat.conversations.engine.window import Window

_OTHERS, _UNLIKELY = 5, 0.01  # parents told of beside the best, and the least that they must be likely
_REMEMBERED = 2000  # messages whose conversation is remembered


class Listener:
    """One room. Holds some hundred messages at most, however long it listens.

    Args:
        known: the newest messages of the room with their links, oldest first: they are read and not judged again.
        with_names: whether names in the text count.
    """

    def __init__(
        self, model: Model | None = None, *, known: Iterable[tuple[Line, Link]] = (), with_names: bool = True
    ) -> None:
        self._model = model or trained()
        self.window = Window(self._model.vocabulary, with_names=with_names)
        self.group: dict[int, int] = {}
        for line, link in known:
            self.note(line, link)

    def hear(self, line: Line) -> Link:
        """What this message answers, as far as can be told now."""
        if not line.author or line.answers is not None:
            return self.note(line, certain(line))
        link = self._judge(self.window.add(line))
        self._join(link)
        return link

    def note(self, line: Line, link: Link) -> Link:
        """Read a message whose link is known."""
        if line.author:
            self.window.add(line)
        else:
            self.window.news(line.text)
        self._join(link)
        return link

    def scores(self, row: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The rows that a message may answer, itself last; a score (a logit) for each; and their pairs."""
        rows, x = pairs(self.window, row)
        plain = self.window.plain
        network = self._model.networks["first_plain" if plain else "first"]
        return rows, network.scores(x[:, PLAIN] if plain else x), x

    def _judge(self, row: int) -> Link:
        rows, scores, _ = self.scores(row)
        keys = self.window.key[rows]
        return decided(keys.tolist(), softmax(scores), self.group)

    def _join(self, link: Link) -> None:
        """Remember which conversation the message is in, by the key of its first."""
        self.group[link.key] = self.group.get(link.parent, link.parent)
        if len(self.group) > 2 * _REMEMBERED:
            self.group = dict(list(self.group.items())[-_REMEMBERED:])


def certain(line: Line) -> Link:
    """The link of a line that needs no judging: hard evidence, or nobody said it."""
    return Link(line.key, line.key if line.answers is None else line.answers, 1.0)


def decided(keys: list[int], chances: np.ndarray, group: dict[int, int]) -> Link:
    """The parent to be shown: likely itself, and in a likely conversation.

    Args:
        keys: of the candidates; the message itself last.
        group: the conversation of each candidate.
    """
    key = keys[-1]
    where = [group.get(one, one) for one in keys[:-1]] + [key]
    weight: dict[int, float] = defaultdict(float)
    for one, chance in zip(where, chances.tolist()):
        weight[one] += chance
    best = max(range(len(keys)), key=lambda place: chances[place] + weight[where[place]])
    return Link(key, keys[best], float(chances[best]), min(weight[where[best]], 1.0), _others(keys, chances, best))


def _others(keys: list[int], chances: np.ndarray, best: int) -> tuple[tuple[int, float], ...]:
    """Those beside the best that are not quite unlikely."""
    possible = np.flatnonzero(chances >= _UNLIKELY)
    ranked = possible[np.argsort(-chances[possible], kind="stable")][: _OTHERS + 1]
    return tuple((keys[place], round(float(chances[place]), 3)) for place in ranked.tolist() if place != best)[:_OTHERS]
