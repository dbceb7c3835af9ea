"""Conversations as they may be, drawn from the chances of every message's parents.

The likeliest parents make one grouping; the others say how sure it is. In each draw every message takes one of its
parents by chance and conversations follow from that: how often two messages are in one conversation is how likely they
belong together (a Monte Carlo estimate; each parent is drawn for itself).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from chat.conversations.engine.lines import Link

DRAWS = 1000  # a multiple of 4; an estimate near 4 % is right to 0.6 %
_SIDES = 1 << 16  # of the dice
_TINY = 1e-9
_NOBODY = -1


class Draws:
    """Drawn conversations of a window. A message's draws hang on its key alone: the same in every window.

    Args:
        links: in order of their keys. A parent that is not among them counts as the beginning of something.
    """

    def __init__(self, links: Iterable[Link]) -> None:
        links = list(links)
        self._place = {link.key: place for place, link in enumerate(links)}
        self._each = np.arange(DRAWS)
        self._root = self._parents(links)  # of each message and draw; then, where its conversation begins
        for place, parents in enumerate(self._root):
            begun = self._root[parents, self._each]
            self._root[place] = np.where(parents == place, place, begun)

    def _parents(self, links: list[Link]) -> np.ndarray:
        """The place of each message's parent, in each draw."""
        options = [[(link.parent, link.probability), *link.others] for link in links]
        most = max(map(len, options), default=1)
        places, chances = np.zeros((len(links), most), np.int32), np.zeros((len(links), most))
        for place, found in enumerate(options):
            places[place, : len(found)] = [self._place.get(key, place) for key, _ in found]
            chances[place, : len(found)] = [chance for _, chance in found]
        sums = chances.sum(1, keepdims=True).clip(_TINY)
        edges = (chances.cumsum(1) / sums * _SIDES).round().clip(1) - 1  # the highest side of each option
        dice = _dice([link.key for link in links])
        chosen = np.zeros(dice.shape, np.uint8)
        for edge in edges.astype(np.uint16).T[:-1]:
            chosen += dice > edge[:, None]
        return np.take_along_axis(places, chosen, 1)

    def owners(
        self, groups: Mapping[int, Collection[int]], keys: Sequence[int], least: float = 0.0
    ) -> dict[int, tuple[float, int]]:
        """How likely each key belongs with a message of any of the groups, and with which group most likely.

        Args:
            groups: keys of messages by the group's number, which is not below 0.
            keys: messages of the window.
            least: those that are less likely are left out.
        """
        owner = np.full(self._root.shape, _NOBODY, np.int32)
        names = list(groups)
        for number, members in enumerate(groups.values()):
            for place in (self._place[key] for key in members if key in self._place):
                owner[self._root[place], self._each] = number
        owners = owner[self._root[[self._place[key] for key in keys]], self._each]
        chances = (owners != _NOBODY).mean(1).tolist()
        return {
            key: (chance, names[np.bincount(row[row != _NOBODY]).argmax()] if chance else _NOBODY)
            for key, chance, row in zip(keys, chances, owners)
            if chance >= least
        }


def _dice(keys: Sequence[int]) -> np.ndarray:
    """`DRAWS` numbers of 16 bits for each key, the same every time (SplitMix64: Steele, Lea and Flood, 2014)."""
    with np.errstate(over="ignore"):
        four = np.arange(DRAWS // 4, dtype=np.uint64)
        z: np.ndarray = np.array(keys, np.uint64)[:, None] * np.uint64(DRAWS // 4) + four
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return z.view(np.uint16)
