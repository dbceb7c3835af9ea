"""Talk that is already linked, so that these tests say which message belongs where."""

from datetime import datetime, timedelta

from chat.conversations.models import Conversation, Link, Reading
from chat.models import Message, Room, Seat
from community.clock import now
from community.members.models import Member
from tests.chat.overload import crowds


def talk(room: Room, *said: tuple[Member, str], at: datetime | None = None, **fields: object) -> Conversation:
    """A conversation of messages one after the other, each an answer to the one before; the room has been read."""
    begun = at or now() - timedelta(hours=1)
    messages = [
        crowds.say(room, [author], begun + timedelta(seconds=place), body=body, **fields)[0]
        for place, (author, body) in enumerate(said)
    ]
    found = crowds.conversation(room, messages)
    linked(room)
    return found


def add(conversation: Conversation, room: Room, author: Member, body: str, **fields: object) -> Message:
    """One more message of a conversation."""
    (message,) = crowds.say(room, [author], now(), body=body, **fields)
    Link.objects.create(message=message, room=room, seq=message.seq, conversation=conversation, probability=0.9)
    Conversation.objects.filter(pk=conversation.pk).update(last_seq=message.seq, messages=conversation.messages + 1)
    linked(room)
    return message


def linked(room: Room, judged: int = 0) -> None:
    Reading.objects.update_or_create(room=room, defaults={"seq": room.seq, "judged_seq": judged or room.seq})


def place(room: Room, member: Member) -> int:
    return Seat.objects.get(room=room, member=member).read_seq
