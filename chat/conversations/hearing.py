"""Having a room read after something happened there, without letting anybody wait for it."""

from collections.abc import Iterable

from django.db import transaction

from chat.conversations import signs, tasks
from chat.conversations.reading import WAITING
from chat.models import Room
from community.jobs.queue import queue, queue_now
from community.jobs.soon import Soon

REMOVALS = {"recalled", "deleted", "hidden", "restored", "expired"}


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
    for room_id in WAITING.first(rooms):
        queue_now(tasks.read_room, room_id)


_to_read = Soon(ask_for_reading)
