"""One message and those before it that it may answer, seen together."""

import numpy as np

from chat.conversations.engine.window import Window


class Moment:
    """What several groups of numbers need. `row` answers one of the rows from `low` on, or none.

    `people` are their authors, `place` says which of them wrote each. `mine` marks one's own, `own` are their places.
    """

    __slots__ = ("author", "before", "count", "low", "me", "mine", "names", "own", "people", "place", "row", "sure")

    def __init__(self, w: Window, low: int, row: int) -> None:
        self.low, self.row, self.count = low, row, row - low
        self.author, self.me = w.author[low:row], w.author[row]
        self.names, self.sure = w.names[low:row], w.sure[low:row]
        self.people, self.place = np.unique(self.author, return_inverse=True)
        self.mine = self.author == self.me
        self.own = np.flatnonzero(self.mine)
        before = int(w.own_before[row]) - w.dropped
        self.before = before if w.own_before[row] >= 0 and before >= 0 else -1  # one's own last message, by row

    def of_authors(self, values: np.ndarray) -> np.ndarray:
        """The newest value by each author, given to all of this author's messages."""
        newest = np.zeros(len(self.people), values.dtype)
        newest[self.place] = values
        return newest[self.place]

    def added(self, weights: np.ndarray) -> np.ndarray:
        """The sum over each author's messages, given to all of this author's messages."""
        return np.bincount(self.place, weights, len(self.people))[self.place]
