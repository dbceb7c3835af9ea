"""Crowds that read."""

from chat import rooms, seats
from chat.models import Room
from community.access import Role
from community.kindred import likeness, suggesting
from community.members.models import Community, Member
from tests.board.acts import say
from tests.conftest import joined


def crowd(community: Community, name: str, count: int) -> list[Member]:
    return [joined(community, f"{name}{number}") for number in range(count)]


def opened(owner: Member, name: str, kind: str = "open") -> Room:
    return rooms.create(owner, kind, name)


def read(room: Room, *members: Member) -> None:
    """Each sits down, something is said, and each reads it."""
    for member in members:
        seats.take(room, member)
    said = say(Member.objects.get(community=room.community_id, role=Role.OWNER), room)
    for member in members:
        seats.read(member, Room.objects.get(pk=room.pk), said.seq)


def shown(member: Member) -> list[str]:
    """The titles of what somebody is shown, once everything has been compared."""
    likeness.reckon(member.community_id)
    return [found.place.title for found in suggesting.for_member(member)]
