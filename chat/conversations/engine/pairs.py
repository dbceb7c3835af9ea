"""A message beside each message that it may answer: one row of numbers a pair. The last row is "starts something"."""

import numpy as np

from chat.conversations.engine import calls, topics, turns
from chat.conversations.engine.columns import AT, CUE_PLACES, FEATURES, MY_CUES, THEIR_CUES
from chat.conversations.engine.moment import Moment
from chat.conversations.engine.window import REACH, Window


def pairs(w: Window, row: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows that message `row` may answer, oldest first, itself last; and the numbers of each, as in `FEATURES`."""
    low = max(0, row - REACH)
    x = np.zeros((len(FEATURES), row - low + 1), np.float32)
    x[AT["is_start"], -1] = 1
    x[MY_CUES] = w.cues[row, CUE_PLACES, None]
    now = Moment(w, low, row)
    for write in (turns.own, calls.own):
        write(w, now, x)
    if row > low:
        x[THEIR_CUES, :-1] = w.cues[low:row, CUE_PLACES].T
        for write in (turns.beside, calls.beside, topics.beside):
            write(w, now, x)
    return np.arange(low, row + 1), x.T
