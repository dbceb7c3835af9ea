"""Messages as things that can be reported."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from chat import flagging, messages
from chat.models import Message, Removal, Room, RoomQuerySet
from community.members.models import Member, User
from community.moderation import targets
from community.moderation.audit import Moderator
from community.moderation.targets import Kind, Line, Target
from community.rules import places
from community.rules.places import Place

AROUND = 5  # messages before, and as many after; what two people said to each other is shown up to the one reported
GONE = (Removal.Kind.RECALLED, Removal.Kind.DELETED, Removal.Kind.EXPIRED)


def register() -> None:
    targets.register("message", Kind(seen_by, found, around, hide, restore))
    places.register("message", places_of)
    places.register("room", rooms_named, _shown_to)


def seen_by(user: User, message_id: int) -> tuple[Target, Member]:
    message, member = messages.seen_by(user, message_id)
    return flagging.of(message), member


def found(message_id: int) -> Target | None:
    message = flagging.whole().filter(pk=message_id).first()
    return flagging.of(message) if message else None


def around(message_id: int) -> list[Line]:
    """What was said there just before and after; what its authors took back, or the room let go of, is left out."""
    it = flagging.whole().get(pk=message_id)
    before = list(_before(it.room_id, it.seq))[::-1]
    after = _after(it.room_id, it.seq) if it.room.kind != Room.Kind.DIRECT else ()
    return [
        Line(message.author.name, message.said(), message.created_at, message.pk == it.pk, message.author_id)
        for message in (*before, it, *after)
    ]


def read_with(things: QuerySet[Message]) -> set[int]:
    """The messages that stand around any of these, in rooms of more than two."""
    here = OuterRef("room"), OuterRef("seq")
    rows = things.annotate(
        before=ArraySubquery(_before(*here).values("pk")), after=ArraySubquery(_after(*here).values("pk"))
    )
    return {pk for around in rows.values_list("before", "after") for side in around for pk in side}


def _before(room: int | F, seq: int | F) -> QuerySet[Message]:
    return _standing().filter(room=room, seq__lt=seq).order_by("-seq")[:AROUND]


def _after(room: int | F, seq: int | F) -> QuerySet[Message]:
    return _standing().filter(room=room, seq__gt=seq).order_by("seq")[:AROUND]


def _standing() -> QuerySet[Message]:
    return flagging.whole().exclude(removal__kind__in=GONE)


def hide(by: Moderator, message_id: int, reason: str, rule: str = "") -> None:
    messages.hide(by, flagging.whole().get(pk=message_id), reason, rule)


def restore(by: Moderator, message_id: int) -> None:
    messages.restore(by, flagging.whole().get(pk=message_id))


def places_of(reader: Member, ids: set[int]) -> dict[int, Place]:
    """The rooms of messages, as far as a reader can see them; talk between two is nobody else's."""
    rows = Message.objects.filter(pk__in=ids, room__in=_shown_to(reader)).select_related("room__community")
    return {row.pk: _place(row.room) for row in rows}


def rooms_named(reader: Member, ids: set[int]) -> dict[int, Place]:
    return {room.pk: _place(room) for room in _shown_to(reader).filter(pk__in=ids).select_related("community")}


def _shown_to(reader: Member) -> RoomQuerySet:
    return Room.objects.visible_to(reader).exclude(kind=Room.Kind.DIRECT)


def _place(room: Room) -> Place:
    return Place(room.name, f"/c/{room.community.slug}/r/{room.pk}")
