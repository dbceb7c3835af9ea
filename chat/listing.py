"""The room list: every room that a member can read with what is new there, in a fixed number of queries."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chat.models import Mention, Message, Room, Seat
from chat.shapes import LastMessage, MySeat, RoomInfo, RoomShape
from community import access, lookups
from community.files.attaching import marks
from community.kept import Kept
from community.lookups import Lookup, any_of
from community.members.models import Member
from community.members.shapes import MemberRef
from community.text import excerpt

IN_ROOMS = ("room.", "mention.", "message.", "promotion.", "reaction.")  # capabilities


def rooms(member: Member) -> list[RoomShape]:
    """All rooms of a member, the liveliest first."""
    return _listed(_mine.values(member.pk, member.community_id), member) if member.is_present() else []


def one(room: Room, member: Member) -> RoomShape:
    return _listed(_one.values(room.pk, member.pk, member.community_id), member)[0]


def _listed(found: Sequence[tuple[Any, ...]], member: Member) -> list[RoomShape]:
    """What everybody sees of these rooms, with what is the member's own."""
    faces = KEPT.of([row[:-_OWN] for row in found], _faces)
    own = {row[0]: row[-_OWN:] for row in found}
    peers = _peers_of([face.id for face in faces if face.kind == Room.Kind.DIRECT], member)
    can = [name for name in access.of(member.role) if name.startswith(IN_ROOMS)]
    return [face.model_copy(update=_owned(*own[face.id]) | {"peer": peers.get(face.id), "can": can}) for face in faces]


def _owned(people: int, seq: int, read_seq: int | None, level: str | None, mentions: int) -> dict[str, object]:
    if read_seq is None:
        return {"people": people, "mine": None}
    unread = max(0, seq - read_seq)
    return {"people": people, "mine": MySeat(read_seq=read_seq, unread=unread, mentions=mentions, level=level)}


def _faces(ids: list[int]) -> dict[int, RoomShape]:
    """Rooms as everybody sees them, without their people."""
    found = _rooms(ids)
    last = {room_id: _last(*said) for room_id, *said in lookups.rows(_LATEST, [ids])}
    return {
        room.pk: RoomShape(**RoomInfo.fields_of(room, 0), last=last.get(room.pk), peer=None, mine=None, can=[])
        for room in found
    }


def _last(seq: int, author: str, body: str, files: str | None, at: datetime, gone: bool) -> LastMessage:
    said = body or (marks(json.loads(files)) if files else "")
    return LastMessage(seq=seq, author=author, excerpt="" if gone else excerpt(said, 80), at=at)


def _peers_of(directs: list[int], member: Member) -> dict[int, MemberRef]:
    """The other one of each direct room."""
    return {seat.room_id: MemberRef.of(seat.member) for seat in _others(member.pk, directs)} if directs else {}


def _liveliest(member_id: int, community_id: int) -> QuerySet[Room, Any]:
    member = Member(pk=member_id, community_id=community_id)
    found = Room.objects.visible_to(member).filter(archived_at=None)
    return _columns(found, member).order_by(Coalesce("last_at", "created_at").desc(), "pk")


def _columns(found: QuerySet[Room], member: Member) -> QuerySet[Room, Any]:
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
        last_by=Subquery(last.values("author__name")),
    ).values_list(*_FACE, "people", "seq", "my_read_seq", "my_level", "my_mentions")


# The last message of each room, by the place that the room itself names.
_LATEST = """
SELECT message.room_id, message.seq, author.name, message.body, message.files, message.created_at,
       removal.id IS NOT NULL
  FROM chat_room AS room JOIN chat_message AS message ON message.room_id = room.id AND message.seq = room.seq
  JOIN members_member AS author ON author.id = message.author_id
  LEFT JOIN chat_removal AS removal ON removal.message_id = message.id
 WHERE room.id = ANY(%s::bigint[])
"""
_FACE = ("pk", "rev", "load", "slow_seconds", "last_by")  # what names all that everybody sees of a room
_OWN = 5  # the columns after these
KEPT: Kept[RoomShape] = Kept(2_000)
_mine = Lookup(_liveliest, 2)
_one = Lookup(lambda room, *who: _columns(Room.objects.filter(pk=room), Member(pk=who[0], community_id=who[1])), 3)
_rooms = Lookup(lambda ids: Room.objects.filter(pk__in=any_of(ids)), 1)
_others = Lookup(
    lambda member, ids: Seat.objects.exclude(member=member).filter(room__in=any_of(ids)).select_related("member"), 2
)
