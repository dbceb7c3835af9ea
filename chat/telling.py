"""Who should know of a message: those it names, and whoever it answers."""

from collections.abc import Iterator

from chat.mentions import readers
from chat.models import Message, Seat
from community.members.models import Member
from community.notifications import notices
from community.text import excerpt


def tell_of(message: Message) -> None:
    """Put a message into the inboxes it concerns; safe to do twice. Nobody hears of what they have read."""
    if getattr(message, "removal", None):
        return
    for member, kind in _concerned(message):
        notices.tell(
            member,
            kind,
            key=f"message:{message.pk}",
            actor=message.author,
            place=f"room:{message.room_id}",
            number=message.seq,
            excerpt=excerpt(message.body),
            data={"room": message.room_id, "message": message.pk, "seq": message.seq},
        )


def _concerned(message: Message) -> Iterator[tuple[Member, str]]:
    kinds = _kinds(message)
    for member in readers(message.room).filter(pk__in=kinds).exclude(pk=message.author_id):
        seat = Seat.objects.filter(room=message.room_id, member=member).first()
        wants = seat is None or (seat.level != Seat.Level.NOTHING and seat.read_seq < message.seq)
        if wants:
            yield member, kinds[member.pk]


def _kinds(message: Message) -> dict[int, str]:
    """For each member concerned, why; the more personal reason wins."""
    kinds: dict[int, str] = {}
    if message.mention_all:
        kinds |= dict.fromkeys(message.room.seats.values_list("member", flat=True), "mention_all")
    if message.reply_to:
        kinds[message.reply_to.author_id] = "reply"
    kinds |= dict.fromkeys(message.mentions.values_list("member", flat=True), "mention")
    return kinds
