"""Crowds that talk: messages of many people at given moments, without their going through the verb one by one."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from chat import seats
from chat.conversations.models import Conversation, Link
from chat.models import Mention, Message, Room
from chat.overload import loads
from chat.overload.models import Load
from community.clock import now
from community.members.models import Community, Member, User

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def people(community: Community, count: int, room: Room | None = None) -> list[Member]:
    """So many members with accounts, and a seat in a room for each."""
    names = [f"P{number:04d}{uuid4().hex[:6]}" for number in range(count)]
    users = User.objects.bulk_create([User(username=name, hue=1) for name in names])
    found = Member.objects.bulk_create(
        [Member(community=community, user=user, name=user.username, hue=1) for user in users]
    )
    for member in found if room else []:
        seats.take(room, member)
    return found


def say(room: Room, authors: list[Member], at: datetime, count: int = 1, body: str = "Yes", **fields) -> list[Message]:
    """Messages at one moment, by each author in turn."""
    room.refresh_from_db()
    said = [
        Message(
            community_id=room.community_id, room=room, author=authors[place % len(authors)], client_id=uuid4(),
            seq=room.seq + place + 1, rev=room.rev + 1, body=body, created_at=at, **fields,
        )
        for place in range(count)
    ]  # fmt: skip
    Message.objects.bulk_create(said)
    room.seq, room.rev = room.seq + count, room.rev + 1
    room.save(update_fields=["seq", "rev"])
    return said


def talk(room: Room, authors: list[Member], since: datetime, minutes: int, each: int) -> datetime:
    """Steady talk; the moment at which it ends."""
    for minute in range(minutes):
        say(room, authors[minute * each % len(authors) :] + authors, since + minute * MINUTE, each)
    return since + minutes * MINUTE


def exchange(room: Room, one: Member, other: Member, times: int = 1, at: datetime | None = None) -> None:
    """Two people who name each other, each so many times."""
    for author, named in ((one, other), (other, one)):
        for message in say(room, [author], at or now(), times):
            Mention.objects.create(message=message, member=named, room=room, seq=message.seq)


def conversation(room: Room, messages: list[Message]) -> Conversation:
    """These messages, each an answer to the one before."""
    first, last = messages[0], messages[-1]
    made = Conversation.objects.create(
        community_id=room.community_id, room=room, first_seq=first.seq, last_seq=last.seq, first_at=first.created_at,
        last_at=last.created_at, messages=len(messages), people=len({message.author_id for message in messages}),
    )  # fmt: skip
    for parent, message in zip([None, *messages], messages):
        Link.objects.create(
            message=message, room=room, seq=message.seq, parent=parent, parent_seq=parent and parent.seq,
            conversation=made, probability=0.9,
        )  # fmt: skip
    return made


def measured(room: Room, at: datetime) -> Load:
    """The room's meter after a measurement at a moment."""
    room.refresh_from_db()
    loads.measure(room, at)
    return Load.objects.get(room=room)
