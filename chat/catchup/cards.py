"""What a member finds who comes back to a room: the conversations since, by stake."""

from collections.abc import Sequence

from django.db import OperationalError, connection, transaction

from chat import gist
from chat.catchup import stakes, unread
from chat.catchup.shapes import Card, CatchUp, CatchUpRest
from chat.catchup.unread import Open
from chat.conversations import gists, hearing, reading
from chat.conversations.models import Conversation, Reading
from chat.conversations.shapes import Line
from chat.models import Message, Room, Seat
from community.errors import InvalidInput
from community.members.models import Member
from community.members.shapes import MemberRef
from community.text import excerpt

PAGE = 20
LINES = 3
FOR_TITLE, FOR_LINES = 30, 40  # messages of a long conversation that are read for them: its first and its last
READ_HERE = 20  # messages that nobody linked yet, and that are read while the member waits: 0.15 s of work
PATIENCE = "300ms"  # for somebody else who is reading the room just now


def page(member: Member, room: Room, after: str = "") -> CatchUp:
    """One page of cards; whoever does not sit in the room owes it nothing.

    Args:
        after: the cursor of the page before.

    Raises:
        InvalidInput: that is no cursor of ours.
    """
    below = _opened(after) if after else None
    seat = Seat.objects.select_related("member").filter(member=member, room=room).first()
    if seat is None or room.kind == Room.Kind.DIRECT:
        return _nothing(room, seat)
    _have_read(room)
    found = unread.conversations(seat, room)
    following = [one for one in found if below is None or one.key < below]
    shown, rest = following[:PAGE], following[PAGE:]
    waiting = unread.not_linked(seat, room)
    return CatchUp(
        room=room.pk,
        first=seat.read_seq + 1,
        to=room.seq,
        unread=max(0, room.seq - seat.read_seq),
        cards=_cards(seat, room, shown),
        rest=CatchUpRest(conversations=len(rest), messages=sum(one.facts.unread for one in rest) + waiting),
        next=_cursor(shown[-1]) if rest else None,
    )


def _nothing(room: Room, seat: Seat | None) -> CatchUp:
    read = seat.read_seq if seat else room.seq
    none = CatchUpRest(conversations=0, messages=0)
    return CatchUp(room=room.pk, first=read + 1, to=room.seq, unread=room.seq - read, cards=[], rest=none, next=None)


def _have_read(room: Room) -> None:
    """Link what was said a moment ago; what takes longer, or what somebody else is at, is done in the background."""
    last = Reading.objects.filter(room=room).first() or Reading(room=room)
    if room.seq == last.seq:
        return
    quick = room.seq - last.seq <= READ_HERE and room.seq - last.judged_seq < reading.AGAIN
    if not (quick and _read_now(room)):
        hearing.ask_for_reading({room.pk})


def _read_now(room: Room) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            reading.read(room)
    except OperationalError:
        return False
    return True


def _cards(seat: Seat, room: Room, shown: list[Open]) -> list[Card]:
    ids = [one.conversation for one in shown]
    conversations, left = Conversation.objects.in_bulk(ids), unread.places(seat, room, ids)
    fresh = {place for places in left.values() for place in gists.ends(places, FOR_LINES)}
    talks, perhaps = gists.talks(ids, FOR_TITLE, fresh), _perhaps(room, shown)
    return [
        _card(one, conversations[one.conversation], talks[one.conversation], fresh, perhaps)
        for one in shown
        if one.conversation in conversations
    ]


def _perhaps(room: Room, shown: list[Open]) -> dict[int, Line]:
    """The lines of messages that may concern the member, by place."""
    places = {place for one in shown for place in one.perhaps}
    messages = room.messages.filter(seq__in=places, removal=None).select_related("author") if places else []
    return {message.seq: _plain(message) for message in messages}


def _card(
    one: Open, conversation: Conversation, messages: list[Message], unread_places: set[int], perhaps: dict[int, Line]
) -> Card:
    """A card; its lines are chosen among the messages that were not read.

    Args:
        messages: those that stand, as far as a title or lines are made of them.
        perhaps: lines of what may concern the member; where only these do, they stand for the conversation.
    """
    fresh = [message for message in messages if message.seq in unread_places]
    whole = gists.ends(messages, FOR_TITLE)
    read = {line.key: line for line in gist.read(map(gists.said, {m.seq: m for m in [*whole, *fresh]}.values()))}
    return Card(
        conversation=gists.shaped(conversation, messages, _told(whole, read)),
        unread=one.facts.unread,
        stake=stakes.stake(one.facts),
        score=round(stakes.score(one.facts), 6),
        lines=[] if one.facts.near else gists.lines(fresh, _told(fresh, read), LINES) or list(map(_plain, fresh[-1:])),
        perhaps=[perhaps[place] for place in one.perhaps if place in perhaps],
        mentions=one.facts.mentions,
        followed=one.facts.followed,
    )


def _told(messages: Sequence[Message], read: dict[int, gist.Line]) -> gist.Talk:
    return gist.Talk([read[message.seq] for message in messages])


def _plain(message: Message) -> Line:
    """Where no message says anything, such as in greetings, the latest stands for all."""
    return Line(
        message=message.pk, seq=message.seq, author=MemberRef.of(message.author), excerpt=excerpt(message.said())
    )


def _cursor(last: Open) -> str:
    return "-".join(map(str, last.key))


def _opened(cursor: str) -> tuple[int, int]:
    parts = cursor.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise InvalidInput("input.invalid", "This is not a cursor of ours.", fields={"after": "unknown"})
    return int(parts[0]), int(parts[1])
