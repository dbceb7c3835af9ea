"""The room list: every room that a member can read with what is new there, in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chat.models import Mention, Message, Room, Seat
from chat.shapes import LastMessage, MySeat, RoomInfo, RoomShape
from community import access, lookups
from community.lookups import Lookup, any_of
from community.members.models import Member
from community.members.shapes import MemberRef
from community.text import excerpt

IN_ROOMS = ("room.", "mention.", "message.", "promotion.", "reaction.")  # capabilities


def rooms(member: Member) -> list[RoomShape]:
    """All rooms of a member, the liveliest first."""
    if not member.is_present():
        return []
    found: list[Any] = [*_mine(member.pk, member.community_id)]
    _find_peers(found, member)
    return shapes(found, member)


def one(room: Room, member: Member) -> RoomShape:
    return shapes(_whole(Room.objects.filter(pk=room.pk), member), member)[0]


def shapes(found: Iterable[Room], member: Member) -> list[RoomShape]:
    found = list(found)
    latest = lookups.rows(_LATEST, [[room.pk for room in found]]) if found else []
    last = {room_id: _last(*said) for room_id, *said in latest}
    can = [name for name in access.of(member.role) if name.startswith(IN_ROOMS)]
    return [_shape(room, last.get(room.pk), can) for room in found]


def _liveliest(member_id: int, community_id: int) -> QuerySet[Room]:
    member = Member(pk=member_id, community_id=community_id)
    found = _counted(Room.objects.visible_to(member).filter(archived_at=None), member)
    return found.order_by(Coalesce("last_at", "created_at").desc(), "pk")


def _others(member_id: int, rooms: object) -> QuerySet[Seat]:
    return Seat.objects.exclude(member=member_id).filter(room__in=any_of(rooms)).select_related("member")


# The last message of each room, by the place that the room itself names.
_LATEST = """
SELECT message.room_id, message.seq, author.name, message.body, message.created_at, removal.id IS NOT NULL
  FROM chat_room AS room JOIN chat_message AS message ON message.room_id = room.id AND message.seq = room.seq
  JOIN members_member AS author ON author.id = message.author_id
  LEFT JOIN chat_removal AS removal ON removal.message_id = message.id
 WHERE room.id = ANY(%s::bigint[])
"""
_mine, _peers = Lookup(_liveliest, 2), Lookup(_others, 2)


def _find_peers(found: list[Any], member: Member) -> None:
    """The other one of each direct room."""
    direct = {room.pk: room for room in found if room.kind == Room.Kind.DIRECT}
    seats = _peers(member.pk, list(direct)) if direct else []
    for room in found:
        room.peers = [seat for seat in seats if seat.room_id == room.pk] if room.pk in direct else []


def _whole(found: QuerySet[Room], member: Member) -> QuerySet[Room]:
    """Rooms with their people counted, my seat, my unread mentions, and of a direct room the other's name."""
    others = Seat.objects.exclude(member=member).filter(room__kind=Room.Kind.DIRECT).select_related("member")
    return _counted(found, member).prefetch_related(Prefetch("seats", others, to_attr="peers"))


def _counted(found: QuerySet[Room], member: Member) -> QuerySet[Room]:
    people = Seat.objects.filter(room=OuterRef("pk")).order_by().values("room").annotate(n=Count("pk")).values("n")
    unread = (
        Mention.objects.filter(room=OuterRef("pk"), member=member, seq__gt=OuterRef("my_read_seq"))
        .order_by().values("room").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    mine = Seat.objects.filter(room=OuterRef("pk"), member=member)
    last = Message.objects.filter(room=OuterRef("pk"), seq=OuterRef("seq"))
    return found.annotate(
        people=Coalesce(Subquery(people), 0),
        my_read_seq=Subquery(mine.values("read_seq")),
        my_level=Subquery(mine.values("level")),
        my_mentions=Coalesce(Subquery(unread), 0),
        last_at=Subquery(last.values("created_at")),
    )


def _shape(room: Any, last: LastMessage | None, can: list[str]) -> RoomShape:
    return RoomShape(
        **RoomInfo.fields_of(room, room.people),
        peer=MemberRef.of(room.peers[0].member) if room.peers else None,
        last=last,
        mine=_seat(room) if room.my_read_seq is not None else None,
        can=can,
    )


def _last(seq: int, author: str, body: str, at: datetime, gone: bool) -> LastMessage:
    return LastMessage(seq=seq, author=author, excerpt="" if gone else excerpt(body, 80), at=at)


def _seat(room: Any) -> MySeat:
    return MySeat(
        read_seq=room.my_read_seq,
        unread=max(0, room.seq - room.my_read_seq),
        mentions=room.my_mentions,
        level=room.my_level,
    )
