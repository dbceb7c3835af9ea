"""The room list: every room that a member can read with what is new there, in a fixed number of queries."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from pydantic_core import to_json

from chat import crowds
from chat.models import Mention, Room, Seat
from chat.shapes import LastMessage, MySeat, RoomInfo, RoomShape
from community import access, lookups
from community.files.attaching import marks
from community.kept import Kept
from community.lookups import Lookup, any_of
from community.members.models import Member
from community.members.shapes import MemberRef
from community.text import excerpt

IN_ROOMS = ("room.", "mention.", "message.", "promotion.", "reaction.")  # capabilities


@dataclass(frozen=True, slots=True)
class Face:
    """What everybody sees of a room.

    Attributes:
        json: the shape without what is the reader's own, as JSON that a comma or a brace can follow.
    """

    shape: RoomShape
    json: bytes


def rooms(member: Member) -> bytes:
    """All rooms of a member, the liveliest first: a page of `RoomShape`, as JSON.

    No other list is as long and read as often. What everybody sees of a room is written once, not once a reader.
    """
    found = _mine.values(member.pk, member.community_id) if member.is_present() else []
    return b'{"results":[%s],"next":null}' % b",".join(_written(found, member))


def places(member: Member, room_id: int | None = None) -> list[tuple[RoomShape, MySeat | None]]:
    """The same rooms, or this one of them, as everybody sees them, each with the member's own place."""
    found = [row for row in _mine.values(member.pk, member.community_id) if room_id in (None, row[0])]
    return [(face.shape, seat) for face, seat in _placed(found)]


def one(room: Room, member: Member) -> RoomShape:
    ((face, seat),) = _placed(_one.values(room.pk, member.pk, member.community_id))
    peers = _peers_of([room.pk] if room.kind == Room.Kind.DIRECT else [], member)
    own = {"people": crowds.of([room.pk])[room.pk], "mine": seat, "can": _can(member)}
    return face.shape.model_copy(update=own | {"peer": peers.get(room.pk)})


def _written(found: Sequence[tuple[Any, ...]], member: Member) -> Iterator[bytes]:
    own, people = {row[0]: row[-_OWN:] for row in found}, crowds.of([row[0] for row in found])
    faces = KEPT.of([row[:-_OWN] for row in found], _faces)
    peers = _peers_of([face.shape.id for face in faces if face.shape.kind == Room.Kind.DIRECT], member)
    can = to_json(_can(member))
    for face in faces:
        room = face.shape.id
        peer = peers[room].encoded() if room in peers else b"null"
        yield _WHOLE % (face.json, people[room], peer, _seat_json(*own[room]), can)


def _seat_json(seq: int, read_seq: int | None, level: str, mentions: int) -> bytes:
    """`_seat` as it is written, which takes a tenth of the time."""
    if read_seq is None:
        return b"null"
    return _SEAT % (read_seq, max(0, seq - read_seq), mentions, level.encode())


def _can(member: Member) -> list[str]:
    return [name for name in access.of(member) if name.startswith(IN_ROOMS)]


def _seat(seq: int, read_seq: int | None, level: str | None, mentions: int) -> MySeat | None:
    if read_seq is None:
        return None
    return MySeat(read_seq=read_seq, unread=max(0, seq - read_seq), mentions=mentions, level=level)


def _placed(found: Sequence[tuple[Any, ...]]) -> list[tuple[Face, MySeat | None]]:
    own = {row[0]: row[-_OWN:] for row in found}
    return [(face, _seat(*own[face.shape.id])) for face in KEPT.of([row[:-_OWN] for row in found], _faces)]


def _faces(ids: list[int]) -> dict[int, Face]:
    found = _rooms(ids)
    last = {room_id: _last(*said) for room_id, *said in lookups.rows(_LATEST, [ids])}
    shapes = [
        RoomShape(**RoomInfo.fields_of(room, 0), last=last.get(room.pk), peer=None, mine=None, can=[]) for room in found
    ]
    return {shape.id: Face(shape, shape.encoded(without=_THEIRS).removesuffix(b"}")) for shape in shapes}


def _last(seq: int, author: str, body: str, files: str | None, at: datetime, gone: bool) -> LastMessage:
    said = body or (marks(json.loads(files)) if files else "")
    return LastMessage(seq=seq, author=author, excerpt="" if gone else excerpt(said, 80), at=at)


def _peers_of(directs: list[int], member: Member) -> dict[int, MemberRef]:
    """The other one of each direct room."""
    return {seat.room_id: MemberRef.of(seat.member) for seat in _others(member.pk, directs)} if directs else {}


def _liveliest(member_id: int, community_id: int) -> QuerySet[Room, Any]:
    member = Member(pk=member_id, community_id=community_id)
    found = Room.objects.visible_to(member).filter(archived_at=None)
    return _columns(found, member).order_by(Coalesce("last__created_at", "created_at").desc(), "pk")


def _columns(found: QuerySet[Room], member: Member) -> QuerySet[Room, Any]:
    unread = (
        Mention.objects.filter(room=OuterRef("pk"), member=member, seq__gt=OuterRef("seat__read_seq"))
        .order_by().values("room").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    return found.annotate(
        seat=FilteredRelation("seats", condition=Q(seats__member=member)),
        last=FilteredRelation("messages", condition=Q(messages__seq=F("seq"))),
        my_mentions=Case(When(seq__gt=F("seat__read_seq"), then=Coalesce(Subquery(unread), 0)), default=0),
    ).values_list(*_FACE, "seq", "seat__read_seq", "seat__level", "my_mentions")


# The last message of each room, by the place that the room itself names.
_LATEST = """
SELECT message.room_id, message.seq, author.name, message.body, message.files, message.created_at,
       removal.id IS NOT NULL
  FROM chat_room AS room JOIN chat_message AS message ON message.room_id = room.id AND message.seq = room.seq
  JOIN members_member AS author ON author.id = message.author_id
  LEFT JOIN chat_removal AS removal ON removal.message_id = message.id
 WHERE room.id = ANY(%s::bigint[])
"""
_FACE = ("pk", "rev", "load", "slow_seconds", "last__author__name")  # what names all that everybody sees of a room
_WHOLE = b'%s,"people":%d,"peer":%s,"mine":%s,"can":%s}'
_SEAT = b'{"read_seq":%d,"unread":%d,"mentions":%d,"level":"%s"}'
_OWN = 4  # the columns after these
_THEIRS = {"people", "peer", "mine", "can"}  # what each reader has of their own
KEPT: Kept[Face] = Kept(2_000)
_mine = Lookup(_liveliest, 2)
_one = Lookup(lambda room, *who: _columns(Room.objects.filter(pk=room), Member(pk=who[0], community_id=who[1])), 3)
_rooms = Lookup(lambda ids: Room.objects.filter(pk__in=any_of(ids)), 1)
_others = Lookup(
    lambda member, ids: Seat.objects.exclude(member=member).filter(room__in=any_of(ids)).select_related("member"), 2
)
