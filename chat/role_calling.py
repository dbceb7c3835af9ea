"""Which roles a member is offered to call, where they write."""

from chat import role_calls, role_limits
from chat.mentions import readers
from chat.models import Room
from chat.role_shapes import CallableRole, CallableRoles
from community.members.models import Member


def offered(member: Member, room: Room | None = None) -> CallableRoles:
    """The roles that a member may call in a room, or else on the board, with how many people each would call."""
    there = Member.objects.present().filter(community=member.community_id)
    people = readers(room).filter(seats__room=room) if room else there
    limit = role_limits.most(member)
    found = role_calls.counts(people.exclude(pk=member.pk))
    return CallableRoles(roles=[CallableRole(role=one, count=count) for one, count in found.items() if count <= limit])
