"""Being done with a conversation out of order, and how far that carries the place up to which a room is read.

What is done is written down message by message. The read place moves over all that is done, one's own and removed, and
over what follows in a dismissed conversation once that is settled; never back, and never over anything else.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from chat import seats
from chat.catchup import unread
from chat.catchup.models import Done
from chat.conversations.models import Conversation, Link, Reading
from chat.conversations.reading import OPEN
from chat.models import Room, Seat
from chat.shapes import MySeat
from community.clock import now
from community.errors import NotFound
from community.members.models import Member
from community.notifications import notices

# The first message that keeps the read place where it is.
_FIRST_OPEN = """
SELECT message.seq FROM chat_message AS message
  LEFT JOIN chat_removal AS removal ON removal.message_id = message.id
  LEFT JOIN conversations_link AS link ON link.message_id = message.id
  LEFT JOIN catchup_done AS quiet ON quiet.seat_id = %(seat)s AND quiet.conversation_id = link.conversation_id
       AND quiet.quiet AND quiet.seq < message.seq AND message.seq <= %(settled)s
  LEFT JOIN chat_mention AS named ON named.message_id = message.id AND named.member_id = %(me)s
  LEFT JOIN chat_message AS answered ON answered.id = message.reply_to_id
 WHERE message.room_id = %(room)s AND message.seq > %(read)s AND message.author_id <> %(me)s
   AND removal.id IS NULL AND NOT message.seq = ANY(%(done)s::bigint[])
   AND (quiet.id IS NULL OR named.id IS NOT NULL OR message.mention_all OR coalesce(answered.author_id, 0) = %(me)s)
 ORDER BY message.seq LIMIT 1
"""
KEPT_FOR = timedelta(days=30)  # after its last message, for which a dismissed conversation stays dismissed


@transaction.atomic
def mark(member: Member, conversation: Conversation, seq: int, quiet: bool = False) -> MySeat:
    """Have read a conversation up to a place, or dismiss it.

    Args:
        quiet: what is said in it later is no card either, unless it names or answers the member.

    Raises:
        NotFound: the member has no seat in the room.
    """
    seat, room = _held(member, conversation)
    seq = min(seq, room.seq)
    places = _places(seat, conversation, seq)
    row, created = Done.objects.get_or_create(
        seat=seat, conversation=conversation, defaults={"seq": seq, "places": places, "quiet": quiet}
    )
    if not created:
        row.seq, row.places, row.quiet = max(row.seq, seq), sorted({*row.places, *places}), quiet
        row.at = now()
        row.save()
    _forget_notices(member, room, places)
    return _move_on(member, seat, room)


@transaction.atomic
def bring_back(member: Member, conversation: Conversation) -> MySeat:
    """Undo a dismissal: what the read place has not passed yet stands on cards again, and so does what follows."""
    seat, room = _held(member, conversation)
    Done.objects.filter(seat=seat, conversation=conversation).delete()
    return seats.of(member, room)


def tidy() -> None:
    """Forget what was done once the read place has passed it, and dismissals of conversations that are long over."""
    passed = Done.objects.filter(seq__lte=F("seat__read_seq"))
    passed.filter(Q(quiet=False) | Q(conversation=None)).delete()
    over = now() - KEPT_FOR
    passed.filter(quiet=True, conversation__last_at__lt=over).delete()


def _held(member: Member, conversation: Conversation) -> tuple[Seat, Room]:
    """The member's seat, locked: two devices are done one after the other; and the room as it is."""
    seat = Seat.objects.select_for_update(no_key=True).filter(room=conversation.room_id, member=member).first()
    if seat is None:
        raise NotFound("seat")
    return seat, Room.objects.get(pk=conversation.room_id)


def _places(seat: Seat, conversation: Conversation, seq: int) -> list[int]:
    rows = Link.objects.filter(conversation=conversation, seq__gt=seat.read_seq, seq__lte=seq)
    return list(rows.order_by("seq").values_list("seq", flat=True))


def _forget_notices(member: Member, room: Room, places: list[int]) -> None:
    """What was read on a card needs no line in the inbox any more."""
    told = member.notices.filter(place=f"room:{room.pk}", number__in=places, read_at=None)
    notices.read(member, list(told.values_list("pk", flat=True)))


def _move_on(member: Member, seat: Seat, room: Room) -> MySeat:
    mine = seats.read(member, room, _done_up_to(seat, room))
    Done.objects.filter(seat=seat, quiet=False, seq__lte=mine.read_seq).delete()
    return mine


def _done_up_to(seat: Seat, room: Room) -> int:
    judged = Reading.objects.filter(room=room).values_list("judged_seq", flat=True).first() or 0
    known: dict[str, Any] = {
        "me": seat.member_id, "seat": seat.pk, "room": room.pk, "read": seat.read_seq,
        "done": unread.done_places(seat), "settled": judged - OPEN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_OPEN, known)
        first = cursor.fetchone()
    return min(first[0] - 1, room.seq) if first else room.seq
