"""Who should know of a message: those it names, and whoever it answers."""

from collections.abc import Iterator

from django.db import transaction

from chat.mentions import readers
from chat.models import Message, Removal, Seat
from community.members.models import Member
from community.notifications import notices
from community.text import excerpt


def tell_of(message: Message) -> None:
    """Put a message into the inboxes it concerns; safe to do twice. Nobody hears of what they have read."""
    if getattr(message, "removal", None):
        return
    concerned = list(_concerned(message))
    for member, kind in concerned:
        notices.tell(
            member,
            kind,
            key=_key(message),
            actor=message.author,
            place=f"room:{message.room_id}",
            number=message.seq,
            excerpt=excerpt(message.body),
            data={"room": message.room_id, "message": message.pk, "seq": message.seq},
        )
    if concerned:
        _settle(message, [member for member, _ in concerned])


def reword(message: Message, body: str) -> None:
    """The message says something else now, and so do the inboxes; call it once the message is changed."""
    notices.reword(_key(message), excerpt(body))


def withdraw(message: Message) -> None:
    """The message is gone, and out of the inboxes; call it once the message is changed."""
    notices.withdraw(_key(message))


@transaction.atomic
def _settle(message: Message, told: list[Member]) -> None:
    """Catch up with what became of a message, and was read of it, while it was put into these inboxes.

    Whoever changes a message holds its row until what they do to the notices is committed.
    """
    body = Message.objects.select_for_update(no_key=True).values_list("body", flat=True).get(pk=message.pk)
    if Removal.objects.filter(message=message).exists():
        withdraw(message)
        return
    reword(message, body)
    seats = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("member").order_by("pk")
    for seat in seats.filter(room=message.room_id, member__in=told, read_seq__gte=message.seq):
        notices.read_up_to(seat.member, f"room:{message.room_id}", seat.read_seq)


def _key(message: Message) -> str:
    return f"message:{message.pk}"


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
