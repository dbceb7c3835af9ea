"""Reading a room as it goes: what each message answers, and from that its conversations.

New messages are judged as they come, by what was said before them. Every so often the last ones are judged again in
the light of what followed, which may move them to another conversation. What a person has confirmed stays.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from chat.conversations import grouping
from chat.conversations.engine import Link, Listener, link
from chat.conversations.lines import judged, lines, whole, window
from chat.conversations.models import Reading
from chat.models import Message, Room
from community.jobs.waiting import Waiting

BEFORE = 150  # messages that the engine looks back on; a parent lies further away once in some hundred times
AT_ONCE = 400  # messages read in one transaction
AGAIN = 40  # new messages after which the last ones are judged again
LAGGING = 200  # rooms looked after at once
OPEN = 30  # messages before those that may still be moved by what followed
WAITING = Waiting("reading")  # rooms whose reading is queued


def read_all(room_id: int) -> None:
    """Read a room to its end. What is posted from here on asks for the next reading."""
    WAITING.begun(room_id)
    room = Room.objects.filter(pk=room_id).first()  # it may be gone
    while room and read(room):
        pass


def read(room: Room) -> bool:
    """Link what was said since the room was last read; whether there is more to read."""
    with transaction.atomic():
        reading = held(room)
        fresh = list(whole(room.messages.filter(seq__gt=reading.seq).order_by("seq"))[:AT_ONCE])
        if not fresh:
            return False
        earlier = [m for m in window(room, reading.seq - BEFORE, reading.seq) if getattr(m, "link", None)]
        reading.seq = fresh[-1].seq
        if reading.seq - reading.judged_seq >= AGAIN:
            _judge_again(room, reading, earlier + fresh)
        else:
            grouping.write(room, earlier + fresh, _heard(earlier, fresh))
        reading.save()
    return len(fresh) == AT_ONCE


def lagging() -> list[int]:
    """Rooms that were filled by other means, or whose reading was lost on the way."""
    rooms = Room.objects.annotate(read=Coalesce("reading__seq", 0)).filter(seq__gt=F("read"))
    return list(rooms.order_by("pk").values_list("pk", flat=True)[:LAGGING])


def held(room: Room) -> Reading:
    """The room's place of reading, held until commit: one reader at a time."""
    Reading.objects.get_or_create(room=room)
    return Reading.objects.select_for_update(no_key=True).get(room=room)


def _heard(earlier: list[Message], fresh: list[Message]) -> Iterable[Link]:
    all_lines = lines(earlier + fresh)
    known = [(line, judged(message)) for line, message in zip(all_lines, earlier, strict=False)]
    listener = Listener(known=known)
    return [listener.hear(line) for line in all_lines[len(earlier) :]]


def _judge_again(room: Room, reading: Reading, messages: list[Message]) -> None:
    """See the window as a whole, and settle what is old enough to be settled."""
    grouping.write(room, messages, link(lines(messages), since=reading.judged_seq - OPEN + 1))
    reading.judged_seq = reading.seq
