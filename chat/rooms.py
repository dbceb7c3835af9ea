"""Making rooms and coming into them."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet

from chat import announce, deeds, seats
from chat.models import Room, Seat
from community import access
from community.activity.models import record
from community.clock import now
from community.errors import Forbidden, NotFound
from community.kindred import suggesting
from community.lookups import Lookup
from community.members.models import Community, Member, User
from community.moderation import wordlists
from community.notifications import notices

FIRST = {"en": "Everyone", "zh-Hans": "大厅", "zh-Hant": "大廳"}  # a new community's first room
WELCOME = 20  # open rooms that a newcomer finds a seat in, the oldest first

# Asked by a community's id what else a new room is to be: upper layers know.
_openers: list[Callable[[int], dict[str, object]]] = []


_seat = Lookup(
    lambda room, user: Seat.objects.filter(room=room, member__user_id=user, member__left_at=None).select_related(
        "room", "member__silence"
    ),
    2,
)


def when_opening(opener: Callable[[int], dict[str, object]]) -> None:
    _openers.append(opener)


def seen_by(user: User, room_id: int) -> tuple[Room, Member]:
    """A room that an account can read, and who it is there; raises `not_found`."""
    return _through_seat(user, room_id) or _through_door(user, room_id)


def seen_together(wanted: Sequence[tuple[User, int]]) -> list[tuple[Room, Member] | NotFound]:
    """The same for several accounts, each with a room: one query for all who sit where they want to be."""
    found = _through_seats(wanted) if len(wanted) > 1 else {}
    return [found.get((user.pk, room_id)) or _seen_or_not(user, room_id) for user, room_id in wanted]


def readers(wanted: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, bool]]:
    """Of these pairs of an account and a room, those that can read it: one query.

    With who they are there, and whether others see that. The same as `Room.objects.visible_to_user`, for many accounts.
    """
    users, ids = zip(*wanted, strict=True) if wanted else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member.user_id, room.id, member.id, member.shows_presence"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS wanted(account, room)"
            " JOIN chat_room room ON room.id = wanted.room"
            " JOIN members_member member ON member.user_id = wanted.account AND member.left_at IS NULL"
            "  AND member.community_id = room.community_id"
            " WHERE room.kind = %s OR EXISTS"
            "  (SELECT FROM chat_seat seat WHERE seat.room_id = room.id AND seat.member_id = member.id)",
            [list(users), list(ids), Room.Kind.OPEN],
        )
        return cursor.fetchall()


def _through_seats(wanted: Sequence[tuple[User, int]]) -> dict[tuple[int, int], tuple[Room, Member]]:
    rows = Seat.objects.filter(member__left_at=None).select_related("room", "member__silence")
    pairs = "(chat_seat.room_id, members_member.user_id) IN (SELECT * FROM unnest(%s::bigint[], %s::bigint[]))"
    asked = [[room_id for _, room_id in wanted], [user.pk for user, _ in wanted]]
    seats_there = rows.extra(where=[pairs], params=asked)  # noqa: S610 the ORM has no look-up for pairs; no text of others
    return {(seat.member.user_id, seat.room_id): (seat.room, seat.member) for seat in seats_there}


def _seen_or_not(user: User, room_id: int) -> tuple[Room, Member] | NotFound:
    try:
        return seen_by(user, room_id)
    except NotFound as refusal:
        return refusal


def _through_seat(user: User, room_id: int) -> tuple[Room, Member] | None:
    """Whoever sits in a room reads it: one query for the usual case."""
    seat = _seat.first(room_id, user.pk)
    return (seat.room, seat.member) if seat else None


def _through_door(user: User, room_id: int) -> tuple[Room, Member]:
    """Open rooms are read without a seat."""
    room = Room.objects.visible_to_user(user).filter(pk=room_id).first()
    if room is None:
        raise NotFound("room")
    return room, Member.objects.of_user(user).get(community=room.community_id)


@transaction.atomic
def create(member: Member, kind: str, name: str, topic: str = "", *, client_id: UUID | None = None) -> Room:
    """Open a room.

    Args:
        client_id: the client's own id of this room; the same again gets the first one.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require(member, "room.create")
    return opened(member, kind, name, topic, client_id)[0]


def opened(member: Member, kind: str, name: str, topic: str = "", client_id: UUID | None = None) -> tuple[Room, bool]:
    """The room that a member opened under an id of their client's, and whether it is new. Asks for no right.

    Raises:
        Forbidden: `words.blocked`.
        NotFound: they left it, and it was closed.
    """
    _require_clean(member, name, topic)
    fields = {"community_id": member.community_id, "kind": kind, "name": name.strip(), "topic": topic.strip()}
    for opener in _openers:
        fields |= opener(member.community_id)
    room, created = Room.objects.get_or_create(created_by=member, client_id=client_id or uuid4(), defaults=fields)
    if created:
        seats.take(room, member)
        record(member, "room.create", room)
    elif not room.is_visible_to(member):
        raise NotFound("room")
    return room, created


def opened_before(member: Member, client_id: UUID) -> Room | None:
    """The room that a member opened under this id, if they can still read it."""
    return Room.objects.visible_to(member).filter(created_by=member, client_id=client_id).first()


@transaction.atomic
def direct(member: Member, other: Member) -> Room:
    """The room of two people: the one there is, or a new one. Both asking at once get the same."""
    access.require(member, "direct.create")
    if other.pk == member.pk or not _can_come(other, member.community_id):
        raise NotFound("member")
    low, high = sorted((member.pk, other.pk))
    room, _ = Room.objects.get_or_create(
        pair=f"{low}-{high}",
        defaults={"community_id": member.community_id, "kind": Room.Kind.DIRECT, "created_by": member},
    )
    for person in (member, other):  # one of them may have been away from the community in between
        seats.take(room, person)
    return room


@transaction.atomic
def edit(member: Member, room: Room, changes: dict[str, object]) -> Room:
    """Rename a room, change its topic or its terms, archive it or bring it back."""
    access.require(member, "room.edit")
    if room.kind == Room.Kind.DIRECT:
        raise Forbidden("forbidden", "A direct room has no name.", capability="room.edit")
    if not changes:
        return room
    _require_clean(member, *(str(changes[name]) for name in ("name", "topic") if name in changes))
    room.advance()
    room.refresh_from_db()
    if "archived" in changes:
        changes["archived_at"] = now() if changes.pop("archived") else None
    for name, value in changes.items():
        setattr(room, name, value)
    room.save(update_fields=list(changes))
    announce.renamed(room)
    record(member, "room.edit", room, fields=sorted(changes))
    return room


def join(member: Member, room: Room) -> Seat:
    return seats.sit_down(room, member)


@transaction.atomic
def leave(member: Member, room: Room) -> None:
    """Give up one's seat. Nobody leaves a direct room: it is simply quiet. What one left is suggested no more."""
    if room.kind == Room.Kind.DIRECT:
        raise Forbidden("forbidden", "A direct room cannot be left.", capability="")
    if seats.give_up(room, member):
        deeds.left(member, room)
    if room.kind == Room.Kind.OPEN:
        suggesting.keep_away(member, f"room:{room.pk}")


@transaction.atomic
def invite(member: Member, room: Room, guest: Member) -> Seat:
    """Bring somebody of the community into a room that one sits in."""
    if room.kind == Room.Kind.DIRECT or not _can_come(guest, room.community_id):
        raise NotFound("member")
    if not Seat.objects.filter(room=room, member=member).exists():
        raise NotFound("seat")
    access.require(member, "room.post")
    return _seat_guest(room, guest, member)


@transaction.atomic
def bring(member: Member, room: Room, guests: Iterable[Member], why: dict[str, object] | None = None) -> None:
    """Seat several people at once, each of whom hears of it once. Asks for no right.

    Args:
        why: what their line in the inbox knows beside the room.
    """
    for guest in guests:
        _seat_guest(room, guest, member, why)


def _seat_guest(room: Room, guest: Member, by: Member, why: dict[str, object] | None = None) -> Seat:
    seat, created = seats.taken(room, guest)
    if created:
        deeds.seated(by, seat)
    place, name = f"room:{seat.room_id}", seat.room.name
    key = f"invited:{seat.room_id}:{seat.pk}"
    notices.tell(seat.member, "invited", key=key, actor=by, place=place, excerpt=name, data=why)
    return seat


@transaction.atomic
def remove(member: Member, room: Room, other: Member) -> None:
    """Take somebody of a lower role out of a closed room."""
    access.require(member, "room.edit")
    if room.kind != Room.Kind.CLOSED:
        raise Forbidden("forbidden", "Only closed rooms choose who is in.", capability="room.edit")
    if not access.outranks(member.role, other.role):
        raise Forbidden("member.outranked", "This member's role is not below yours.", role=other.role)
    if seats.give_up(room, other):
        record(member, "room.remove", room, member=other.pk)


def _require_clean(member: Member, *names: str) -> None:
    for name in names:
        wordlists.require_clean(member.community_id, name)


def open_first(community: Community) -> None:
    """Give a new community its first room."""
    Room.objects.create(community=community, name=FIRST[community.locale])


def welcome(member: Member) -> None:
    """Seat a newcomer in the open rooms of the community."""
    for room in Room.objects.filter(community=member.community_id, kind=Room.Kind.OPEN, archived_at=None).order_by(
        "pk"
    )[:WELCOME]:
        seats.offer(room, member)


def farewell(member: Member) -> None:
    """Whoever leaves the community hears nothing more of its rooms."""
    for room in _heard_by(member):
        seats.stop_listening(room.pk, member)
    seats.close_gate(_heard_by(member).values_list("pk", flat=True))
    deeds.lost(member)
    Seat.objects.filter(member=member).delete()


def _can_come(member: Member, community_id: int) -> bool:
    """Whether somebody can be brought into a room: people known from imported talk only have no way in."""
    return member.community_id == community_id and member.is_present() and member.user_id is not None


def _heard_by(member: Member) -> QuerySet[Room]:
    return Room.objects.filter(community=member.community_id)
