"""The room list: every room that a member can read with what is new there, in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chat.models import Mention, Message, Room, Seat
from chat.shapes import LastMessage, MySeat, RoomInfo, RoomShape
from community import access
from community.members.models import Member
from community.members.shapes import MemberRef
from community.text import excerpt


def rooms(member: Member) -> list[RoomShape]:
    """All rooms of a member, the liveliest first."""
    found = _whole(Room.objects.visible_to(member).filter(archived_at=None), member)
    return shapes(found.order_by(Coalesce("last_at", "created_at").desc(), "pk"), member)


def one(room: Room, member: Member) -> RoomShape:
    return shapes(_whole(Room.objects.filter(pk=room.pk), member), member)[0]


def shapes(found: Iterable[Room], member: Member) -> list[RoomShape]:
    found = list(found)
    last = _last_messages(found)
    return [_shape(room, last.get(room.pk), member) for room in found]


def _whole(found: QuerySet[Room], member: Member) -> QuerySet[Room]:
    """Rooms with their people counted, my seat, my unread mentions, and of a direct room the other's name."""
    people = Seat.objects.filter(room=OuterRef("pk")).order_by().values("room").annotate(n=Count("pk")).values("n")
    unread = (
        Mention.objects.filter(room=OuterRef("pk"), member=member, seq__gt=OuterRef("my_read_seq"))
        .order_by().values("room").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    mine = Seat.objects.filter(room=OuterRef("pk"), member=member)
    last = Message.objects.filter(room=OuterRef("pk"), seq=OuterRef("seq"))
    others = Seat.objects.exclude(member=member).filter(room__kind=Room.Kind.DIRECT).select_related("member")
    return found.annotate(
        people=Coalesce(Subquery(people), 0),
        my_read_seq=Subquery(mine.values("read_seq")),
        my_level=Subquery(mine.values("level")),
        my_mentions=Coalesce(Subquery(unread), 0),
        last_at=Subquery(last.values("created_at")),
    ).prefetch_related(Prefetch("seats", others, to_attr="peers"))


def _last_messages(found: list[Room]) -> dict[int, Message]:
    """The last message of each room: one query, by the place that the room itself names."""
    rows = Message.objects.filter(room__in=found, seq=F("room__seq")).select_related("author", "removal")
    return {message.room_id: message for message in rows}


def _shape(room: Any, last: Message | None, member: Member) -> RoomShape:
    return RoomShape(
        **RoomInfo.fields_of(room, room.people),
        peer=MemberRef.of(room.peers[0].member) if room.peers else None,
        last=_last(last) if last else None,
        mine=_seat(room) if room.my_read_seq is not None else None,
        can=[
            name
            for name in access.of(member.role)
            if name.startswith(("room.", "mention.", "message.", "promotion.", "reaction."))
        ],
    )


def _last(message: Message) -> LastMessage:
    gone = getattr(message, "removal", None)
    return LastMessage(
        seq=message.seq,
        author=message.author.name,
        excerpt="" if gone else excerpt(message.body, 80),
        at=message.created_at,
    )


def _seat(room: Any) -> MySeat:
    return MySeat(
        read_seq=room.my_read_seq,
        unread=max(0, room.seq - room.my_read_seq),
        mentions=room.my_mentions,
        level=room.my_level,
    )
