"""Talk of long ago, and what becomes of it."""

from datetime import timedelta

from chat.models import Message, Room
from chat.retention import expiring
from community.clock import now
from tests.board.acts import say

DAYS = 30


def said_long_ago(author, room, body, days=DAYS + 1, **options) -> Message:
    message = say(author, room, body, **options)
    Message.objects.filter(pk=message.pk).update(created_at=now() - timedelta(days=days))
    return Message.objects.select_related("room", "author", "removal").get(pk=message.pk)


def keep_for(room, days=DAYS) -> None:
    Room.objects.filter(pk=room.pk).update(keeps_days=days)


def expire(room) -> None:
    expiring.expire(room.pk)
    room.refresh_from_db()


def shown(api, room, query="") -> list[str]:
    return [message["body"] for message in api.get(f"rooms/{room.pk}/messages/{query}")["messages"]]
