"""The demo's stream: rooms, who sits there, and a day of talk, written as the history that it is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from board.demo.day import Day
from board.demo.script import MessagePart, RoomPart
from chat import mentions, rooms
from chat.models import Mention, Message, Pin, Reaction, Removal, Room, Seat
from community.members.models import Member

EDITED_AFTER = timedelta(seconds=95)
RECALLED_AFTER = timedelta(seconds=40)
REACTED_AFTER = timedelta(seconds=45)  # and as much again for each further reaction
PINNED_AFTER = timedelta(minutes=3)


def furnish(parts: list[RoomPart], owner: Member, people: dict[str, Member]) -> dict[str, Room]:
    """Make the rooms and seat people in them; by key."""
    return {part.key: _room(part, owner, people) for part in parts}


def tell(parts: list[MessagePart], room: Room, day: Day, people: dict[str, Member]) -> dict[str, Message]:
    """Write down what was said in a room, in order, with all that was done to it; by id."""
    rev = room.advance(messages=len(parts))
    said = Message.objects.bulk_create([
        Message(
            community_id=room.community_id, room=room, author=people[part.by], client_id=uuid4(), seq=seq, rev=rev,
            body=part.text.strip(), created_at=day.at(part.at),
            edited_at=day.at(part.at) + EDITED_AFTER if part.edited else None,
        )
        for seq, part in enumerate(parts, start=1)
    ])  # fmt: skip
    messages = {part.id: message for part, message in zip(parts, said)}
    _link_replies(parts, messages)
    Reaction.objects.bulk_create(_reactions(parts, messages, people))
    Mention.objects.bulk_create(row for message in said for row in _mentions(room, message))
    _take_back([messages[part.id] for part in parts if part.recalled])
    _pin([messages[part.id] for part in parts if part.pinned], room.created_by)
    return messages


def by_room(parts: list[MessagePart]) -> dict[str, list[MessagePart]]:
    """The messages of each room, in order of time."""
    found = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.at):
        found[part.room].append(part)
    return found


def _room(part: RoomPart, owner: Member, people: dict[str, Member]) -> Room:
    inside = [people[key] for key in part.members] or list(people.values())
    if part.kind == Room.Kind.DIRECT:
        room = rooms.direct(*inside)
        Room.objects.filter(pk=room.pk).update(created_at=max(member.joined_at for member in inside))
        return room
    room = Room.objects.create(
        community_id=owner.community_id, kind=part.kind, name=part.name, topic=part.topic, created_by=owner,
        created_at=owner.joined_at,
    )  # fmt: skip
    Seat.objects.bulk_create([Seat(room=room, member=member, taken_at=member.joined_at) for member in inside])
    return room


def _link_replies(parts: list[MessagePart], messages: dict[str, Message]) -> None:
    answers = [part for part in parts if part.reply]
    for part in answers:
        messages[part.id].reply_to = messages[part.reply or ""]
    Message.objects.bulk_update([messages[part.id] for part in answers], ["reply_to"])


def _reactions(parts: list[MessagePart], messages: dict[str, Message], people: dict[str, Member]) -> Iterable[Reaction]:
    for part in parts:
        pairs = [(emoji, key) for emoji, keys in part.reactions.items() for key in keys]
        for place, (emoji, key) in enumerate(pairs, start=1):
            message = messages[part.id]
            at = message.created_at + REACTED_AFTER * place
            yield Reaction(message=message, member=people[key], emoji=emoji, at=at)


def _mentions(room: Room, message: Message) -> Iterable[Mention]:
    for member in mentions.call(message.author, room, message.body).people:
        yield Mention(message=message, member_id=member, room=room, seq=message.seq)


def _take_back(messages: list[Message]) -> None:
    Removal.objects.bulk_create([
        Removal(
            message=message, kind=Removal.Kind.RECALLED, by=message.author, at=message.created_at + RECALLED_AFTER
        )
        for message in messages
    ])  # fmt: skip
    Mention.objects.filter(message__in=messages).delete()


def _pin(messages: list[Message], by: Member | None) -> None:
    Pin.objects.bulk_create([
        Pin(message=message, by=by or message.author, at=message.created_at + PINNED_AFTER) for message in messages
    ])  # fmt: skip
