"""Who should know of a message: those it names, and whoever it answers; in a direct room, the other one."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from chat import direct
from chat.mentions import readers
from chat.models import Mention, Message, Removal, Room, Seat
from community.clock import now
from community.members.models import Community, Member
from community.notifications import notices
from community.notifications.models import Notice
from community.text import excerpt

LATE = timedelta(minutes=2)  # after which a message that nobody was told of has lost its job
TOO_LATE = timedelta(hours=2)  # after which it is no news any more


def tell_of(message: Message) -> None:
    """Put a message into the inboxes it concerns; safe to do twice. Nobody hears of what they have read."""
    if getattr(message, "removal", None):
        return
    if _is_direct(message):
        direct.settle(message)
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
            excerpt=excerpt(message.said()),
            data={"room": message.room_id, "message": message.pk, "seq": message.seq},
        )
    if concerned:
        _settle(message, [member for member, _ in concerned])


def lagging() -> Iterator[int]:
    """Messages that should stand in somebody's inbox and stand in nobody's.

    Their job was lost: with the broker, with the worker that had it in hand, or with a process that could not queue it.
    """
    moment = now()
    spans = (moment - TOO_LATE, moment - LATE)
    for community in Community.objects.all():
        lately = Message.objects.filter(community=community, created_at__range=spans, removal=None)
        yield from _untold(lately).order_by("pk").values_list("pk", flat=True)


def reword(message: Message, body: str) -> None:
    """The message says something else now, and so do the inboxes; call it once the message is changed."""
    if _is_direct(message):
        direct.settle(message)
    else:
        notices.reword(_key(message), excerpt(body))


def withdraw(message: Message) -> None:
    """The message is gone, and out of the inboxes; call it once the message is changed."""
    if _is_direct(message):
        direct.withdraw(message)
    else:
        notices.withdraw(_key(message))


@transaction.atomic
def _settle(message: Message, told: list[Member]) -> None:
    """Catch up with what became of a message, and was read of it, while it was put into these inboxes.

    Whoever changes a message holds its row until what they do to the notices is committed.
    """
    held = Message.objects.select_for_update(no_key=True).only("body", "files").get(pk=message.pk)
    if Removal.objects.filter(message=message).exists():
        withdraw(message)
        return
    reword(message, held.said())
    seats = Seat.objects.select_for_update(no_key=True, of=("self",)).select_related("member").order_by("pk")
    for seat in seats.filter(room=message.room_id, member__in=told, read_seq__gte=message.seq):
        notices.read_up_to(seat.member, f"room:{message.room_id}", seat.read_seq)


def _untold(said: QuerySet[Message]) -> QuerySet[Message]:
    seats = Seat.objects.filter(room=OuterRef("room"), read_seq__lt=OuterRef("seq"))
    unread = seats.exclude(level=Seat.Level.NOTHING).exclude(member=OuterRef("author"))
    named = Mention.objects.filter(message=OuterRef(OuterRef("pk"))).values("member")
    answered = unread.filter(member=OuterRef("reply_to__author"))
    concerned = Q(Exists(unread.filter(member__in=named))) | Q(Exists(answered)) | Q(Exists(unread), mention_all=True)
    told = Notice.objects.filter(key=Concat(Value("message:"), Cast(OuterRef("pk"), CharField())))
    in_rooms = ~Q(room__kind=Room.Kind.DIRECT) & concerned & ~Exists(told)
    return said.filter(in_rooms | Q(Exists(_without_line(unread)), room__kind=Room.Kind.DIRECT))


def _without_line(unread: QuerySet[Seat]) -> QuerySet[Seat]:
    """Of the seats of a direct room, those whose line does not go as far as the message."""
    place = Concat(Value("room:"), Cast(OuterRef("room"), CharField()))
    lines = Notice.objects.filter(kind=direct.KIND, member=OuterRef("member"), place=place)
    return unread.exclude(Exists(lines.filter(number__gte=OuterRef(OuterRef("seq")))))


def _is_direct(message: Message) -> bool:
    return message.room.kind == Room.Kind.DIRECT


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
