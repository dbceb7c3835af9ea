"""What the overload meter hears of the stream."""

import time

from chat import announce
from chat.models import Room
from chat.overload import tasks
from community.jobs.queue import queue

PAUSE = 10.0  # seconds between two measurements of a room that this process asks for; the clock catches up on the rest

_asked: dict[int, float] = {}


def register() -> None:
    announce.when_posted(heard)


def heard(rooms: list[Room]) -> None:
    """Have the rooms measured in which something was said. Posting waits for nobody here, not even for Redis."""
    for room in rooms:
        if room.kind != Room.Kind.DIRECT and _is_due(room.pk):
            queue(tasks.measure, room.pk)


def _is_due(room_id: int) -> bool:
    moment = time.monotonic()
    if moment - _asked.get(room_id, -PAUSE) < PAUSE:
        return False
    _asked[room_id] = moment
    return True
