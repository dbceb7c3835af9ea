"""Where two messages stand, and whose turn it was: time, distance, who speaks between them and next to whom."""

import numpy as np

from chat.conversations.engine.columns import AT
from chat.conversations.engine.cues import CUES
from chat.conversations.engine.moment import Moment
from chat.conversations.engine.window import HISTORY, Window

_ASKS = CUES.index("asks")
_NEAR = np.array([0.25, 0.33, 0.5, 1, 0, 1, 0.5, 0.33, 0.25])  # the weight of a place beside one's own
_LONG = 600.0  # minutes; more is the same
_BUSY = 5  # minutes that say how fast the room talks


def beside(w: Window, now: Moment, x: np.ndarray) -> None:
    """The pairs."""
    low, row, x = now.low, now.row, x[:, :-1]
    _distance(w, now, x)
    theirs = now.of_authors(w.nth[low:row]) - w.nth[low:row]
    x[AT["theirs_after"]] = theirs
    x[AT["theirs_are_last"]] = last = theirs == 0
    x[AT["speakers_between"]] = last[::-1].cumsum()[::-1] - last
    x[AT["their_nth"]] = np.minimum(w.nth[low:row], 50)
    x[AT["their_length"]] = w.length[low:row]
    x[AT["their_bot"]] = w.bot[low:row]
    first = np.zeros(len(now.people), np.int64)
    first[now.place[::-1]] = w.nth[low:row][::-1]
    x[AT["theirs_so_far"]] = w.nth[low:row] - first[now.place] + 1
    before = w.own_before[low:row]
    gap = np.arange(low, row) - (before - w.dropped)
    x[AT["their_gap_before"]] = np.where(before < 0, HISTORY, np.minimum(gap, HISTORY))
    _neighbours(now, x)


def _distance(w: Window, now: Moment, x: np.ndarray) -> None:
    x[AT["distance"]] = np.arange(now.count, 0, -1)
    x[AT["minutes"]] = np.minimum(w.minute[now.row] - w.minute[now.low : now.row], _LONG)
    x[AT["same_author"]] = now.mine
    x[AT["own_between"]] = between = now.mine[::-1].cumsum()[::-1] - now.mine
    x[AT["own_last"]] = now.mine & (between == 0)
    x[AT["next_is_mine"], :-1] = now.mine[1:]
    x[AT["next_is_mine"], -1] = 1
    x[AT["goes_on_theirs"], :-1] = now.author[1:] == now.author[:-1]
    x[AT["goes_on_theirs"], -1] = now.mine[-1]
    x[AT["run_start"], 0] = 1
    x[AT["run_start"], 1:] = now.author[1:] != now.author[:-1]


def _neighbours(now: Moment, x: np.ndarray) -> None:
    """Who tends to speak next to me."""
    if not len(now.own):
        return
    others = 1.0 - now.mine
    if now.count > len(_NEAR):
        x[AT["near_me"]] = near = now.added(np.convolve(now.mine, _NEAR, "same") * others)
        x[AT["near_me_share"]] = near / np.bincount(now.place)[now.place]
    x[AT["i_followed_them"]] = now.added(np.append(now.mine[1:], 0) * others)
    x[AT["they_followed_me"]] = now.added(np.append(0, now.mine[:-1]) * others)
    x[AT["before_my_last"]] = np.clip(now.own[-1] - np.arange(now.count), -20, 20)


def own(w: Window, now: Moment, x: np.ndarray) -> None:
    """What is true of the message whatever it answers."""
    row, before = now.row, now.before
    x[AT["my_length"]] = w.length[row]
    x[AT["my_bot"]] = w.bot[row]
    x[AT["my_gap"]] = min(row - before, HISTORY) if before >= 0 else HISTORY
    x[AT["my_gap_minutes"]] = min(w.minute[row] - w.minute[before], _LONG) if before >= 0 else _LONG
    x[AT["my_nth"]] = min(w.nth[row], 50)
    x[AT["my_share"]] = len(now.own) / max(now.count, 1)
    x[AT["my_last_asks"]] = w.cues[before, _ASKS] if before >= 0 else -1
    x[AT["speed"]] = now.count - np.searchsorted(w.minute[now.low : row], w.minute[row] - _BUSY)
    x[AT["speakers"]] = len(set(now.author[-20:].tolist()))
    x[AT["silence"]] = min(w.minute[row] - w.minute[row - 1], 60) if now.count else 60
