"""The one step that an owner takes alone: letting the members vote."""

from django.db import transaction

from community import access
from community.governance import charters
from community.governance.kinds import phase as kind
from community.governance.models import Charter
from community.members.models import Member
from community.moderation.audit import Moderator

Phase = Charter.Phase


@transaction.atomic
def share_power(member: Member) -> None:
    """From led to mixed. The way on, and the way back, are the members' to decide.

    Raises:
        Forbidden: `forbidden`.
        Conflict: `governance.moved` where the community is not led any more.
    """
    kind.move(Moderator(member=member), charters.of(member.community_id), Phase.LED, Phase.MIXED)


def can_share_power(member: Member, phase: str) -> bool:
    return phase == Phase.LED and access.can(member, "charter.edit")
