"""Who calls whom by name: now, before, and between the two messages."""

import numpy as np

from chat.conversations.engine.columns import AT
from chat.conversations.engine.moment import Moment
from chat.conversations.engine.window import HISTORY, Window

_FAR = 100.0  # stands for "never": as far as any message looked at
_MANY = 30  # calls that are counted


def beside(w: Window, now: Moment, x: np.ndarray) -> None:
    """The pairs."""
    low, row, x = now.low, now.row, x[:, :-1]
    called, sure = w.names[row], w.sure[row]
    hits = (called[:, None] == now.author) & (called[:, None] >= 0)
    x[AT["calls_them"]] = calls = (hits * sure[:, None]).max(0)
    x[AT["calls_rarity"]] = (hits * w.rarity[row][:, None]).max(0)
    x[AT["they_call_me"]] = to_me = ((now.names == now.me) * now.sure).max(1)
    x[AT["they_call_any"]] = any_sure = now.sure[:, 0]
    x[AT["same_called"]] = (now.names[:, 0] == called[0]) * any_sure if called[0] >= 0 else 0
    x[AT["calls_others"]] = sure[0] * (calls == 0)
    x[AT["they_call_others"]] = any_sure * (to_me == 0)
    x[AT["called_rank"]] = _rank(calls > 0)
    x[AT["calling_me_rank"]] = _rank(to_me > 0)
    x[AT["their_habit_calls"]] = w.habit[low:row]
    total = np.array([w.was_named[one] for one in now.people.tolist()])[now.place]
    x[AT["they_named_after"]] = np.minimum(total - w.named_nth[low:row], _MANY)
    x[AT["next_calls_them"], :-1] = (now.names[1:] == now.author[:-1, None]).any(1)
    x[AT["next_calls_them"], -1] = (called == now.author[-1]).any()
    callers = np.flatnonzero(to_me > 0)
    _talk(now, callers, x)
    _latest(now, callers, x)


def _rank(which: np.ndarray) -> np.ndarray:
    """Of those marked, how many are as new or newer."""
    return np.where(which, which[::-1].cumsum()[::-1], 0)


def _talk(now: Moment, callers: np.ndarray, x: np.ndarray) -> None:
    """How often the two have called each other, and how often since."""
    callers, mine = callers[-_MANY:], now.own[-_MANY:]
    _count(now, callers, now.author[callers], x[AT["talk_called_back"]], x[AT["they_called_me_after"]])
    names = now.names[mine]
    called = names >= 0
    places = np.broadcast_to(mine[:, None], names.shape)[called]
    _count(now, places, names[called], x[AT["talk_calls"]], x[AT["i_called_them_after"]])


def _count(now: Moment, places: np.ndarray, people: np.ndarray, times: np.ndarray, after: np.ndarray) -> None:
    """Of calls at these places that have to do with these people: for each message, those of its author, and later."""
    if len(places):
        theirs = now.author == people[:, None]
        times[:] = theirs.sum(0)
        after[:] = (theirs & (np.arange(now.count) < places[:, None])).sum(0)


def _latest(now: Moment, callers: np.ndarray, x: np.ndarray) -> None:
    calling = now.own[now.names[now.own, 0] >= 0]
    if len(calling):
        x[AT["last_called"]] = now.author == now.names[calling[-1], 0]
    if len(callers):
        x[AT["recent_caller"]] = now.author == now.author[callers[-1]]
        x[AT["spoke_since_called"]] = bool(len(now.own)) and now.own[-1] > callers[-1]
    any_called = now.names[:, 0] >= 0
    latest = np.full(len(now.people), -1)
    latest[now.place[any_called]] = now.names[any_called, 0]
    x[AT["their_last_called_me"]] = latest[now.place] == now.me


def own(w: Window, now: Moment, x: np.ndarray) -> None:
    """What is true of the message whatever it answers."""
    row, called = now.row, int(w.names[now.row, 0])
    x[AT["calls"]] = (w.names[row] >= 0).sum()
    x[AT["calls_how"]] = w.sure[row, 0]
    x[AT["calls_how_rare"]] = w.rarity[row, 0]
    place = w.latest.get(called, -HISTORY) - w.dropped if called >= 0 else -HISTORY
    x[AT["called_gap"]] = min(row - place, HISTORY)
    x[AT["called_is_here"]] = called >= 0 and place >= now.low
    naming = np.flatnonzero((now.names == now.me).any(1))
    newest = now.low + int(naming[-1]) if len(naming) else -1
    x[AT["named_me_gap"]] = row - newest if len(naming) else _FAR
    x[AT["called_unanswered"]] = newest > now.before
    back = naming[now.author[naming] == called]
    x[AT["caller_gap"]] = now.count - back[-1] if len(back) else _FAR
    x[AT["my_habit_calls"]] = w.habit[now.before] if now.before >= 0 else -1
    x[AT["my_last_calls"]] = w.sure[now.before, 0] if now.before >= 0 else -1
