"""How many sit in each room. A list of rooms would count every seat of every room, each time, for everybody.

What a process has counted it tells for some seconds; who sits down or gets up through the same process is seen at once.
"""

import time
from collections.abc import Iterable, Sequence
from threading import Lock

from django.db import transaction

from community import lookups

LASTS = 10.0  # seconds
_COUNT = "SELECT room_id, count(*) FROM chat_seat WHERE room_id = ANY(%s::bigint[]) GROUP BY room_id"

_lock = Lock()
_kept: dict[int, int] = {}
_until = 0.0
_changes = 0  # how often somebody sat down or got up


def of(rooms: Sequence[int]) -> dict[int, int]:
    """How many sit in each of these rooms, given by their ids."""
    kept, before = _fresh(), _changes
    found = {room: people for room in rooms if (people := kept.get(room)) is not None}
    if unknown := [room for room in rooms if room not in found]:
        counted = dict.fromkeys(unknown, 0) | dict(lookups.rows(_COUNT, [unknown]))
        _keep(kept, counted, before)
        found |= counted
    return found


def _keep(kept: dict[int, int], counted: dict[int, int], before: int) -> None:
    """Unless somebody sat down or got up since: then what was counted may be older than that."""
    with _lock:
        if before == _changes:
            kept.update(counted)


def _fresh() -> dict[int, int]:
    """What was counted lately: all of it is forgotten together."""
    global _kept, _until
    with _lock:
        if _until < time.monotonic():
            _kept, _until = {}, time.monotonic() + LASTS
        return _kept


def forget(rooms: Iterable[int]) -> None:
    """Somebody sat down in these rooms, or got up: count again, and for all others once that is committed."""
    changed = list(rooms)
    _drop(changed)
    transaction.on_commit(lambda: _drop(changed))


def forget_all() -> None:
    with _lock:
        _kept.clear()


def _drop(rooms: list[int]) -> None:
    global _changes
    with _lock:
        _changes += 1
        for room in rooms:
            _kept.pop(room, None)
