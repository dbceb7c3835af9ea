"""What the stream adds to digests. Only what can be read, stands, and is not read yet.

Each section finds for all readers of a batch at once; docs/digests.md says what it asks the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from chat.models import Message, Room, Seat
from community.members.models import Community
from community.notifications.content import Batch, Item, Reader, Reason
from community.notifications.models import Notice
from community.text import excerpt

CALLS = 50  # notices a reader that are looked at
_REASONS: dict[str, Reason] = {"mention": "mentioned", "mention_all": "called", "reply": "answered"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody sits, and how far they have read there."""

    seat: int
    read_seq: int
    level: str


Places = dict[int, Place]  # by room


def places(batch: Batch) -> dict[int, Places]:
    """Where each reader sits, by member."""
    found: dict[int, Places] = defaultdict(dict)
    rows = Seat.objects.filter(member__in=batch.ids).values_list("member", "room", "pk", "read_seq", "level")
    for member, room, seat, read_seq, level in rows:
        found[member][room] = Place(seat, read_seq, level)
    return found


def rooms_of(batch: Batch) -> dict[int, Room]:
    """The rooms in which any of the readers sits and that are in use."""
    ids = {room for places_of_one in batch.once(places).values() for room in places_of_one}
    return Room.objects.filter(community=batch.community, archived_at=None).in_bulk(ids)


def may_read(room: Room, places_of_one: Places) -> bool:
    """The twin of `Room.is_visible_to` for a reader of the room's community."""
    return room.kind == Room.Kind.OPEN or room.pk in places_of_one


def calls(batch: Batch) -> dict[int, list[Item]]:
    """Messages that name a reader or answer them, the newest first."""
    rows = _notices(batch)
    messages = _standing(row.data.get("message") for row in rows)
    since = {reader.member.pk: reader.since for reader in batch.readers}
    found: dict[int, list[Item]] = defaultdict(list)
    for row in rows:
        message = messages.get(row.data.get("message", 0))
        if message and row.created_at > since[row.member_id] and _is_news(batch, row.member_id, message):
            found[row.member_id].append(_call(batch.community, row, message))
    return found


def rooms(batch: Batch) -> dict[int, list[Item]]:
    """Rooms that a reader hears everything of, and in which there is something new, the liveliest first.

    What somebody writes to the reader alone is here too, and nowhere else in a digest.
    """
    found = {reader.member.pk: _rooms_with_news(batch, reader) for reader in batch.readers}
    wanted = {room.pk: room for some in found.values() for room in some}
    last = _last_messages(wanted)
    peers = _peers(wanted.values())
    return {
        reader.member.pk: _rooms(batch, reader, found[reader.member.pk], last, peers)
        for reader in batch.readers
        if found.get(reader.member.pk)
    }


def message_url(community: Community, room_id: int, message_id: int) -> str:
    return f"/c/{community.slug}/r/{room_id}/m/{message_id}"


def messages_since(community: Community, since: datetime) -> int:
    """How many messages stand in the open rooms of a community since a moment."""
    said = Message.objects.filter(community=community, created_at__gt=since, room__kind=Room.Kind.OPEN, removal=None)
    return said.count()


def people_since(community: Community, since: datetime) -> int:
    """How many people wrote them."""
    said = Message.objects.filter(community=community, created_at__gt=since, room__kind=Room.Kind.OPEN, removal=None)
    return said.values("author").distinct().count()


def _notices(batch: Batch) -> list[Notice]:
    unread = Notice.objects.filter(
        member__in=batch.ids, kind__in=_REASONS, place__startswith="room:", read_at=None, created_at__gt=batch.since
    )
    newest = Window(RowNumber(), partition_by="member", order_by="-pk")
    return list(unread.annotate(place_in_line=newest).filter(place_in_line__lte=CALLS).order_by("-pk"))


def _standing(ids: Iterable[object]) -> dict[int, Message]:
    rows = Message.objects.filter(pk__in=[pk for pk in ids if pk], removal=None).select_related("room", "author")
    return {message.pk: message for message in rows}


def _is_news(batch: Batch, member_id: int, message: Message) -> bool:
    """Whether a reader may read a message and has not."""
    mine = batch.once(places).get(member_id, {})
    if message.community_id != batch.community.pk or not may_read(message.room, mine):
        return False
    return message.room_id not in mine or message.seq > mine[message.room_id].read_seq


def _call(community: Community, notice: Notice, message: Message) -> Item:
    key = f"message:{message.pk}"
    return Item(
        key=key, title="", by=message.author.name, text=excerpt(message.said()), place=message.room.name,
        url=message_url(community, message.room_id, message.pk), reason=_REASONS[notice.kind], about=frozenset({key}),
    )  # fmt: skip


def _rooms_with_news(batch: Batch, reader: Reader) -> list[Room]:
    there = batch.once(rooms_of)
    mine = batch.once(places).get(reader.member.pk, {})
    return [
        there[pk]
        for pk, place in mine.items()
        if pk in there and there[pk].seq > place.read_seq and _hears(reader, there[pk], place)
    ]


def _hears(reader: Reader, room: Room, place: Place) -> bool:
    if room.kind == Room.Kind.DIRECT:
        return place.level != Seat.Level.NOTHING
    return not reader.mine_only and place.level == Seat.Level.ALL


def _last_messages(wanted: Iterable[int]) -> dict[int, Message]:
    """The last message of each room, with whether it was taken back."""
    rows = Message.objects.filter(room__in=list(wanted), seq=F("room__seq")).select_related("author", "removal")
    return {message.room_id: message for message in rows}


def _peers(wanted: Iterable[Room]) -> dict[int, dict[int, str]]:
    """The two of each direct room, by room and member."""
    direct = [room.pk for room in wanted if room.kind == Room.Kind.DIRECT]
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Seat.objects.filter(room__in=direct).values_list("room", "member", "member__name") if direct else []
    for room, member, name in rows:
        found[room][member] = name
    return found


def _rooms(
    batch: Batch, reader: Reader, some: list[Room], last: dict[int, Message], peers: dict[int, dict[int, str]]
) -> list[Item]:
    mine = batch.once(places)[reader.member.pk]
    fresh = [room for room in some if room.pk in last and last[room.pk].created_at > reader.since]
    fresh.sort(key=lambda room: (last[room.pk].created_at, room.pk), reverse=True)
    names = {room.pk: _peer(peers[room.pk], reader) if room.kind == Room.Kind.DIRECT else room.name for room in fresh}
    return [_room(batch.community, room, names[room.pk], mine[room.pk], last[room.pk]) for room in fresh]


def _peer(people: dict[int, str], reader: Reader) -> str:
    return next((name for pk, name in people.items() if pk != reader.member.pk), "")


def _room(community: Community, room: Room, name: str, mine: Place, last: Message) -> Item:
    words = "" if getattr(last, "removal", None) else excerpt(last.said(), 80)
    return Item(
        key=f"room:{room.pk}:{room.seq}", title=name, by=last.author.name if words else "", text=words,
        url=f"/c/{community.slug}/r/{room.pk}", reason="new", count=room.seq - mine.read_seq,
        about=frozenset({f"room:{room.pk}"}),
    )  # fmt: skip
