"""Having a room read after something happened there, without letting anybody wait for it."""

from django.db import transaction
from redis import RedisError

from chat.conversations import signs, tasks
from chat.conversations.reading import waiting
from chat.models import Message, Room
from community.jobs.queue import queue
from community.memory import memory

SOON = 30  # seconds after which a reading that was queued and never began may be queued again
REMOVALS = {"recalled", "deleted", "hidden", "restored"}


def posted(said: list[Message]) -> None:
    rooms = {message.room_id for message in said}
    transaction.on_commit(lambda: ask_for_reading(rooms), robust=True)


def changed(room: Room, why: str, message_ids: list[int]) -> None:
    if why in REMOVALS:
        queue(tasks.count_again, message_ids)
    elif why == "reacted" and message_ids and signs.stands_on(message_ids[0]):
        queue(tasks.weigh_sign, message_ids[0])


def ask_for_reading(rooms: set[int]) -> None:
    """One reading a room is enough, however much is posted before it begins."""
    for room_id in rooms:
        if _first(room_id):
            queue(tasks.read_room, room_id)


def _first(room_id: int) -> bool:
    try:
        return bool(memory.set(waiting(room_id), 1, nx=True, ex=SOON))
    except RedisError:
        return True
