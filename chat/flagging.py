"""Letting moderators know of messages with listed words in them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from chat.briefs import message_url
from chat.models import Message, Room
from community.moderation import cases
from community.moderation.targets import Target


def note_words(message_id: int, words: Sequence[str]) -> None:
    """Let moderators know of a message; what two people say to each other is none of their business."""
    if words:
        message = whole().get(pk=message_id)
        if message.room.kind != Room.Kind.DIRECT:
            cases.note_words(of(message), words)


def of(message: Message) -> Target:
    return Target(
        object=f"message:{message.pk}", author=message.author, place=f"room:{message.room_id}",
        path=message_url(message.community, message.room_id, message.pk), words=message.said(),
        stands=getattr(message, "removal", None) is None,
    )  # fmt: skip


def whole() -> QuerySet[Message]:
    return Message.objects.select_related("room", "author", "community", "removal")
