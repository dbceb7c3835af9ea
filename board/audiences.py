"""Who can read what: the sets of people that the bridge compares."""

from board.models import Category
from chat.mentions import readers as room_readers
from chat.models import Room
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


def within(category: Category, room: Room) -> bool:
    """Whether whoever can read the category, now or later, can read the room; only then a promotion is free.

    Comparing today's readers alone would show a closed room's words to whoever joins tomorrow.
    """
    return room.kind == Room.Kind.OPEN or category.room_id == room.pk


def outsiders(category: Category, room: Room) -> MemberQuerySet:
    """Those who can read the category today and not the room."""
    return readers(category).exclude(pk__in=room_readers(room).values("pk"))


def covers(category: Category, room: Room) -> bool:
    """Whether everybody in the room can read the category, so that a card there may say what goes on here."""
    if category.audience == Category.Audience.MEMBERS:
        return True
    return not room_readers(room).exclude(pk__in=readers(category).values("pk")).exists()
