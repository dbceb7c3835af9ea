"""Who can read what: the sets of people that the bridge compares."""

from uuid import UUID

from board.models import Category
from chat import role_limits
from chat.mentions import among
from chat.mentions import readers as room_readers
from chat.models import Room
from chat.role_calls import Call
from community.access import CAPABILITIES
from community.members.models import Member, MemberQuerySet


def readers(category: Category) -> MemberQuerySet:
    """Everybody who can read a category."""
    if category.room:
        return room_readers(category.room)
    present = Member.objects.present().filter(community=category.community_id)
    if category.audience == Category.Audience.STAFF:
        return present.filter(role__in=CAPABILITIES["category.staff"])
    return present


def called(category: Category, author: Member, body: str) -> Call:
    """Which of the readers a text calls; raises `mention.too_many`."""
    return among(readers(category), author, body) if "@" in body else Call()


def calling(category: Category, author: Member, body: str, client_id: UUID) -> Call:
    """The same for what is about to be said. It counts.

    Raises:
        Forbidden: `mention.role_capped`, `mention.role_often`.
        InvalidInput: `mention.too_many`.
    """
    call = called(category, author, body)
    role_limits.require_reach(author, call)
    if call.reached:
        role_limits.require_seldom(author, client_id)
    return call


def require_fair_edit(author: Member, category: Category, before: str, after: str) -> None:
    """Raise where a changed text calls too many, or a role that it did not call."""
    call = called(category, author, after)
    if call.roles:
        role_limits.require_called_before(called(category, author, before), call)


def within(category: Category, room: Room) -> bool:
    """Whether whoever can read the category, now or later, can read the room; only then a promotion is free.

    Comparing today's readers alone would show a closed room's words to whoever joins tomorrow.
    """
    return room.kind == Room.Kind.OPEN or category.room_id == room.pk


def covered_by(category: Category, earlier: Category) -> bool:
    """Whether whoever can read a category, now or later, can read another one: then words may go there freely."""
    if category.pk == earlier.pk or earlier.audience == Category.Audience.MEMBERS:
        return True
    if earlier.room:
        return within(category, earlier.room)
    return category.audience == Category.Audience.STAFF


def outsiders(category: Category, room: Room) -> MemberQuerySet:
    """Those who can read the category today and not the room."""
    return readers(category).exclude(pk__in=room_readers(room).values("pk"))


def covers(category: Category, room: Room) -> bool:
    """Whether everybody in the room can read the category, so that a card there may say what goes on here."""
    if category.audience == Category.Audience.MEMBERS:
        return True
    return not room_readers(room).exclude(pk__in=readers(category).values("pk")).exists()
