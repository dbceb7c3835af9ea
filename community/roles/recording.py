"""Every change of a role is written down in the audit, once, whichever way it came about."""

from community.access import Role
from community.members import offices
from community.members.models import Member
from community.members.offices import Cause
from community.moderation import audit
from community.moderation.audit import Moderator
from community.rules import record

# What members read of it, by what the audit calls it. That a role went with a suspension or a clean-up, and came back
# afterwards, is for moderators alone: with a name it would tell of the suspension.
PUBLIC = {
    "give role": "give_role",
    "take role": "take_role",
    "recall": "recall",
    "elect owner": "elect_owner",
    "hand over": "hand_over",
    "elect": "elect",
    "end term": "end_term",
    "stand in": "stand_in",
    "owner is back": "owner_back",
    "stop standing in": "stop_standing_in",
    "succeed": "succeed",
    "come in as": "come_in_as",
    "lay down role": "lay_down_role",
}


def register() -> None:
    offices.when_changed(write)
    for act, name in PUBLIC.items():
        record.make_public(act, "member", name, record.PEOPLE, is_named=True)


def write(member: Member, before: Role, role: Role, cause: Cause) -> None:
    by = Moderator(member=cause.actor, staff=cause.staff)
    told = {"before": before, "role": role, **cause.told}
    audit.record(by, cause.act, member, member.community_id, member, **told)


def cause(by: Moderator, act: str, **told: str) -> Cause:
    """Why a role changes, where a moderator, a vote or a rule changes it."""
    return Cause(act, by.member, by.staff, told | ({"vote": by.vote.object} if by.vote else {}))
