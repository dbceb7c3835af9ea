"""The line that a direct room has in an inbox: one, with the newest words that wait and how many they are.

It is made of what the room says, under the lock of its reader's seat. So it does not matter in which order, how often
or by how many at once it is heard that something came, changed or went.
"""

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from chat.models import Message, Room, Seat
from community.members.models import Member
from community.notifications import notices
from community.text import excerpt

KIND = "direct"


def settle(message: Message) -> None:
    """A message of a direct room came or changed: the other one's line says so."""
    _settle(Seat.objects.filter(room=message.room_id).exclude(member=message.author_id))


def withdraw(message: Message) -> None:
    """A message went: the line falls back to what still waits, and lines that were read do not keep its words."""
    settle(message)
    notices.withdraw(_key(message))


def settle_for(member: Member, room: Room) -> None:
    """The member has read on, and fewer messages wait."""
    _settle(Seat.objects.filter(room=room, member=member))


@transaction.atomic
def _settle(seats: QuerySet[Seat]) -> None:
    present = seats.filter(member__left_at=None).select_related("member").order_by("pk")
    for seat in present.select_for_update(no_key=True, of=("self",)):
        _settle_line(seat)


def _settle_line(seat: Seat) -> None:
    place, waiting = f"room:{seat.room_id}", _waiting(seat)
    newest = waiting.select_related("author").order_by("-seq").first()
    if newest is None or seat.level == Seat.Level.NOTHING:
        notices.drop_line(seat.member, KIND, place)
        return
    data = {"room": seat.room_id, "message": newest.pk, "seq": newest.seq}
    notices.keep_line(
        seat.member,
        KIND,
        key=_key(newest),
        actor=newest.author,
        place=place,
        number=newest.seq,
        excerpt=excerpt(newest.said()),
        data=data | waiting.aggregate(first=Min("seq"), count=Count("pk")),
    )


def _waiting(seat: Seat) -> QuerySet[Message]:
    """What stands, was not read, and was not put away with a line that was."""
    lines = seat.member.notices.filter(kind=KIND, place=f"room:{seat.room_id}", read_at__isnull=False)
    seen = max(seat.read_seq, lines.aggregate(last=Max("number"))["last"] or 0)
    return Message.objects.filter(room=seat.room_id, seq__gt=seen, removal=None).exclude(author=seat.member_id)


def _key(message: Message) -> str:
    return f"direct:{message.pk}"
