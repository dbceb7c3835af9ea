"""Conversations as they may be, drawn from the chances of every message's parents.

The likeliest parents make one grouping; the others say how sure it is. In each draw every message takes one of its
parents by chance and conversations follow from that: how often two messages are in one conversation is how likely they
belong together (a Monte Carlo estimate; each parent is drawn for itself).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from chat.conversations.engine.lines import Link

DRAWS = 256
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
        edges = chances.cumsum(1)
        dice = _dice([link.key for link in links]) * edges[:, -1:]
        chosen = sum(((dice >= edge[:, None]) for edge in edges.T[:-1]), np.zeros(dice.shape, np.int64))
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
        owner = np.full(self._root.shape, _NOBODY, np.int64)
        for number, members in groups.items():
            for place in (self._place[key] for key in members if key in self._place):
                owner[self._root[place], self._each] = number
        owners = owner[self._root[[self._place[key] for key in keys]], self._each]
        chances = (owners != _NOBODY).mean(1).tolist()
        return {key: (chance, _most(row)) for key, chance, row in zip(keys, chances, owners) if chance >= least}


def _most(owners: np.ndarray) -> int:
    numbers, times = np.unique(owners[owners != _NOBODY], return_counts=True)
    return int(numbers[times.argmax()]) if len(numbers) else _NOBODY


def _dice(keys: Sequence[int]) -> np.ndarray:
    """`DRAWS` numbers from 0 to 1 for each key, the same every time (SplitMix64: Steele, Lea and Flood, 2014)."""
    with np.errstate(over="ignore"):
        z: np.ndarray = np.array(keys, np.uint64)[:, None] * np.uint64(DRAWS) + np.arange(DRAWS, dtype=np.uint64)
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53
