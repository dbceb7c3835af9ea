"""Having a room read after something happened there, without letting anybody wait for it."""

from collections.abc import Iterable

from django.db import transaction
from redis import RedisError

from chat.conversations import signs, tasks
from chat.conversations.reading import waiting
from chat.models import Room
from community.jobs.queue import queue, queue_now
from community.jobs.soon import Soon
from community.memory import memory

QUEUED_AGAIN = 30  # seconds after which a reading that was queued and never began may be queued again
REMOVALS = {"recalled", "deleted", "hidden", "restored"}


def posted(rooms: list[Room]) -> None:
    ids = {room.pk for room in rooms}
    transaction.on_commit(lambda: _to_read.add(ids), robust=True)


def changed(room: Room, why: str, message_ids: list[int]) -> None:
    if why in REMOVALS:
        queue(tasks.count_again, message_ids)
    elif why == "reacted" and message_ids and signs.stands_on(message_ids[0]):
        queue(tasks.weigh_sign, message_ids[0])


def ask_for_reading(rooms: Iterable[int]) -> None:
    """One reading a room is enough, however much is posted before it begins."""
    for room_id in _first(sorted(set(rooms))):
        queue_now(tasks.read_room, room_id)


_to_read = Soon(ask_for_reading)


def _first(rooms: list[int]) -> list[int]:
    """Those of these rooms for which no reading waits yet."""
    pipe = memory.pipeline(transaction=False)
    for room_id in rooms:
        pipe.set(waiting(room_id), 1, nx=True, ex=QUEUED_AGAIN)
    try:
        return [room_id for room_id, first in zip(rooms, pipe.execute(), strict=True) if first]
    except RedisError:
        return rooms
