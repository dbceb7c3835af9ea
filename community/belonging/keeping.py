"""What somebody had who did not choose to go, kept until they are back: each layer keeps its own.

A cleaned-up member and one whose tribe went with the parent come back the same way: by joining, whatever the door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from community import access
from community.access import Role
from community.belonging.models import Kept
from community.members import communities, offices
from community.members.models import Member
from community.members.offices import Cause


@dataclass(frozen=True)
class Keeper:
    """What a layer keeps of a member, as JSON, and how it gives it back."""

    kept: Callable[[Member], Any]
    give_back: Callable[[Member, Any], None]


_KEEPERS: dict[str, Keeper] = {}
RESTS = Cause("rest role")  # until they are back


def register(name: str, keeper: Keeper) -> None:
    _KEEPERS[name] = keeper


@transaction.atomic
def let_go(member: Member, why: str) -> None:
    """Have a member leave, and keep what they had."""
    data = {name: keeper.kept(member) for name, keeper in _KEEPERS.items()}
    told = {"why": why, "role": member.role, "data": data}
    Kept.objects.update_or_create(member=member, defaults=told)
    _hand_over(member)
    communities.leave(member, RESTS)
    Member.objects.filter(pk=member.pk).update(may_return=True)


def give_back(member: Member) -> None:
    """Whoever comes in gets what was kept for them, once. Upper layers seat them in the rest afterwards."""
    kept = Kept.objects.select_for_update().filter(member=member).first()
    if kept is None:
        return
    offices.put(member, Role(kept.role), Cause("return role"))
    for name, keeper in _KEEPERS.items():
        keeper.give_back(member, kept.data.get(name))
    kept.delete()


def _hand_over(member: Member) -> None:
    """An owner who does not choose to go leaves the community to the next in rank; an empty one stays as it is."""
    if member.role != Role.OWNER:
        return
    others = Member.objects.present().select_for_update().filter(community=member.community_id).exclude(pk=member.pk)
    heir = min(others, key=lambda other: (access.RANK[Role(other.role)], other.joined_at, other.pk), default=None)
    if heir:
        offices.put(heir, Role.OWNER, Cause("succeed"))
    offices.put(member, Role.MEMBER, RESTS)
