"""Messages, as they are read into the index and shown when they are found."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from chat import announce
from chat.models import Message, Room
from community.members.models import Member
from community.members.shapes import MemberRef
from community.search import contents, hearing, sources
from community.search.excerpts import pieces
from community.search.models import Bookmark
from community.search.query import Query
from community.search.shapes import Hit
from community.search.sources import Changes, Kind, Source, Thing

ROOM, MESSAGE = Bookmark.Source.ROOM, "message"
# What changes neither the words of a message nor whether it stands.
_SILENT = {"reacted", "pinned", "replied", "promoted", "undone", "absorbed", "previewed"}


def register() -> None:
    sources.register_source(ROOM, Source(changed, lagging))
    sources.register_kind(MESSAGE, Kind(places, hits))
    announce.when_posted(lambda rooms: hearing.heard(ROOM, {room.pk for room in rooms}))
    announce.when_changed(_message_changed)


def _message_changed(room: Room, why: str, message_ids: list[int]) -> None:
    if why not in _SILENT:
        hearing.heard(ROOM, [room.pk])


def changed(room_id: int, after: int, many: int) -> Changes:
    upto = Room.objects.values_list("rev", flat=True).filter(pk=room_id).first() or 0
    fresh = Message.objects.filter(room=room_id, rev__gt=after, rev__lte=upto).order_by("rev")
    last = next(iter(fresh.values_list("rev", flat=True)[many - 1 : many]), None)
    rows = (fresh if last is None else fresh.filter(rev__lte=last)).select_related("removal")
    return Changes(list(_things(rows)), upto if last is None else last, more=last is not None)


def _things(rows: Iterable[Message]) -> Iterable[Thing]:
    for row in rows:
        is_shown = row.kind == Message.Kind.TEXT and getattr(row, "removal", None) is None
        yield Thing(
            MESSAGE, row.pk, row.community_id, row.room_id, row.author_id, row.created_at,
            contents.text(row.body, row.files) if is_shown else None, contents.has(row.body, row.files),
        )  # fmt: skip


def lagging(many: int) -> list[int]:
    bookmark = Bookmark.objects.filter(source=ROOM, object_id=OuterRef("pk")).values("rev")
    rooms = Room.objects.annotate(read=Coalesce(Subquery(bookmark), 0)).filter(rev__gt=F("read"))
    return list(rooms.order_by("pk").values_list("pk", flat=True)[:many])


def places(member: Member, names: Sequence[str]) -> list[int]:
    rooms = Room.objects.visible_to(member)
    if names:
        rooms = rooms.filter(reduce(or_, (Q(name__icontains=name) for name in names)))
    return list(rooms.order_by("pk").values_list("pk", flat=True))


def hits(member: Member, ids: Sequence[int], query: Query) -> Mapping[int, Hit]:
    rows = Message.objects.filter(pk__in=ids, room__in=Room.objects.visible_to(member), removal=None)
    return {row.pk: _hit(row, query) for row in rows.select_related("author", "room")}


def _hit(message: Message, query: Query) -> Hit:
    said = contents.text(message.body, message.files)
    return Hit(
        kind="message", id=message.pk, author=MemberRef.of(message.author), at=message.created_at,
        room=message.room_id, thread=None, seq=message.seq, name=message.room.name, pieces=pieces(said, query.wanted),
    )  # fmt: skip
