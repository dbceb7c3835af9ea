"""Who is called in a message: by name, or by the role that they have."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from chat import policy, role_calls, role_limits
from chat.models import Mention, Message, Room, Seat
from chat.role_calls import Call
from community import text
from community.access import Role
from community.errors import InvalidInput
from community.members.models import Member, MemberQuerySet


def call(author: Member, room: Room, body: str) -> Call:
    """Whom a text calls in a room.

    Raises:
        InvalidInput: `mention.too_many`.
    """
    return Called([(author, room, body)]).by(author, room, body)


def among(people: QuerySet[Member], author: Member, body: str) -> Call:
    """Whom of these people a text calls.

    Raises:
        InvalidInput: `mention.too_many`.
    """
    if "@" not in body:
        return Call()
    rows = list(people.filter(folded_name__in=text.name_candidates(body)).values_list("folded_name", "pk", "user"))
    roles = role_calls.roles(body, [name for name, *_ in rows])
    reached = people.filter(role__in=roles).exclude(pk=author.pk).values_list("pk", flat=True) if roles else ()
    return Call(_found(author, body, rows), roles, frozenset(reached[: role_calls.MOST]))


class Called:
    """Who is called in several messages: three queries, however many they are, and none where nobody is.

    Args:
        messages: author, room and text of each.
    """

    def __init__(self, messages: Iterable[tuple[Member, Room, str]]) -> None:
        calling = [(room, body) for _, room, body in messages if "@" in body]
        names = {name for _, body in calling for name in text.name_candidates(body)}
        self._people = self._answering(names, {room.community_id for room, _ in calling}) if names else []
        closed = {room.pk for room, _ in calling if room.kind != Room.Kind.OPEN}
        self._seated = self._sitting(closed, [pk for _, _, pk, _ in self._people]) if closed else set()
        places = {(room.pk, role) for room, body in calling for role in self._roles(room, body)}
        self._in_office = role_calls.sitting(places) if places else {}

    def by(self, author: Member, room: Room, body: str) -> Call:
        """The same as `call`, for one of these messages."""
        if "@" not in body:
            return Call()
        rows = [
            (name, pk, user)
            for community, name, pk, user in self._people
            if community == room.community_id and (room.kind == Room.Kind.OPEN or (room.pk, pk) in self._seated)
        ]
        roles = self._roles(room, body, [name for name, *_ in rows])
        reached = {pk for role in roles for pk in self._in_office[room.pk, role]} - {author.pk}
        return Call(_found(author, body, rows), roles, frozenset(reached))

    @staticmethod
    def _roles(room: Room, body: str, names: Iterable[str] = ()) -> frozenset[Role]:
        """Two who are by themselves have names."""
        return frozenset() if room.kind == Room.Kind.DIRECT else role_calls.roles(body, names)

    @staticmethod
    def _answering(names: set[str], communities: set[int]) -> list[tuple[int, str, int, int | None]]:
        people = Member.objects.present().filter(community__in=communities, folded_name__in=names)
        return list(people.values_list("community", "folded_name", "pk", "user"))

    @staticmethod
    def _sitting(rooms: set[int], people: list[int]) -> set[tuple[int, int]]:
        return set(Seat.objects.filter(room__in=rooms, member__in=people).values_list("room", "member"))


def _found(author: Member, body: str, people: Iterable[tuple[str, int, int | None]]) -> tuple[int, ...]:
    """All who share a name that the text says, those with an account before others."""
    called = _by_name(row for row in people if row[1] != author.pk)
    said = text.mentioned(body, {*called, *role_calls.ROLES})
    found = [pk for name in said for pk in called.get(name, ())]
    limit = settings.OXBOW["MENTIONS"]
    if len(found) > limit:
        raise InvalidInput("mention.too_many", "Too many people are named.", limit=limit)
    return tuple(sorted(found))


def _by_name(people: Iterable[tuple[str, int, int | None]]) -> dict[str, list[int]]:
    """Who answers to each name; people known only from imported talk, where nobody with an account does."""
    present: dict[str, list[int]] = defaultdict(list)
    imported: dict[str, list[int]] = defaultdict(list)
    for name, pk, user in people:
        (present if user else imported)[name].append(pk)
    return {**imported, **present}


def of_edit(author: Member, message: Message, body: str) -> list[int]:
    """Whom a message calls once it says something else: of a role that it goes on calling, those whom it called.

    Raises:
        InvalidInput: `mention.too_many`, and `input.invalid` for a role that it did not call.
    """
    now = call(author, message.room, body)
    if not now.roles:
        return now.people
    role_limits.require_called_before(call(author, message.room, message.body), now)
    called = set(message.mentions.values_list("member", flat=True))
    return sorted({*now.named, *now.reached & called})


def calls_all(author: Member, room: Room, body: str) -> bool:
    if not text.calls_everyone(body):
        return False
    policy.require_call_to_all(author, room)
    return True


def readers(room: Room) -> MemberQuerySet:
    """Everybody who can read a room."""
    present = Member.objects.present().filter(community=room.community_id)
    return present if room.kind == Room.Kind.OPEN else present.filter(seats__room=room)


def write(message: Message, ids: list[int]) -> None:
    """Make the message's mention rows those of these members."""
    message.mentions.exclude(member__in=ids).delete()
    Mention.objects.bulk_create(_rows(message, ids), ignore_conflicts=True)


def write_new(named: Iterable[tuple[Message, list[int]]]) -> None:
    """The same for messages that were just written."""
    if rows := [row for message, ids in named for row in _rows(message, ids)]:
        Mention.objects.bulk_create(rows)


def _rows(message: Message, ids: list[int]) -> list[Mention]:
    return [Mention(message=message, member_id=pk, room_id=message.room_id, seq=message.seq) for pk in ids]
