"""What each phase allows: the one table of who may propose what, and of what only a vote decides."""

from community.access import CAPABILITIES, Role
from community.errors import Forbidden
from community.governance.models import Charter
from community.members.models import Member

Phase = Charter.Phase
ORDER = (Phase.LED, Phase.MIXED, Phase.SELF)

_OWNERS = frozenset({Role.OWNER})
_LEADERS = frozenset({Role.OWNER, Role.ADMIN})
_HOSTS = CAPABILITIES["room.create"]
_MEMBERS = CAPABILITIES["proposal.create"]
_NOBODY: frozenset[Role] = frozenset()

# Who may put what to the vote: led, mixed, self-governing.
PROPOSERS: dict[str, tuple[frozenset[Role], frozenset[Role], frozenset[Role]]] = {
    "opinion": (_MEMBERS, _MEMBERS, _MEMBERS),
    "rules": (_LEADERS, _MEMBERS, _MEMBERS),
    "room_open": (_HOSTS, _MEMBERS, _MEMBERS),
    "room_close": (_HOSTS, _MEMBERS, _MEMBERS),
    "spend": (_NOBODY, _MEMBERS, _MEMBERS),
    "lift": (_NOBODY, _MEMBERS, _MEMBERS),
    "role": (_NOBODY, _MEMBERS, _MEMBERS),
    "recall": (_NOBODY, _MEMBERS, _MEMBERS),
    "owner": (_NOBODY, _NOBODY, _MEMBERS),
    "election": (_LEADERS, _MEMBERS, _MEMBERS),
    "charter": (_NOBODY, _MEMBERS, _MEMBERS),
    "phase": (_OWNERS, _MEMBERS, _MEMBERS),
}
# What no role alone decides any more.
BY_VOTE: dict[str, frozenset[str]] = {
    Phase.LED: frozenset({"lending"}),
    Phase.MIXED: frozenset({"lending"}),
    Phase.SELF: frozenset({"lending", "rules", "role", "charter", "spend"}),
}
# Where a jury of members decides long sanctions (`Charter.jury_days`), and appeals against these.
BY_JURY = frozenset({Phase.MIXED, Phase.SELF})
# Roles that give power over others' words: the others are hosts' daily work in every phase.
_POWERS = {role.value for role in CAPABILITIES["case.settle"]}


def of(community_id: int) -> str:
    """The phase that a community is in."""
    found = Charter.objects.filter(pk=community_id).values_list("phase", flat=True).first()
    return found or Phase.LED


def kinds_for(member: Member, phase: str) -> list[str]:
    """What a member may put to the vote."""
    return [kind for kind in PROPOSERS if may_propose(member, kind, phase)]


def may_propose(member: Member, kind: str, phase: str) -> bool:
    return member.role in PROPOSERS[kind][ORDER.index(Phase(phase))]


def require_free(community_id: int, act: str, roles: tuple[str, ...] = ()) -> None:
    """Raise `governance.by_vote` for what only a vote decides in the phase of a community."""
    if act == "role" and _POWERS.isdisjoint(roles):
        return
    if act in BY_VOTE[of(community_id)]:
        raise Forbidden("governance.by_vote", "The members decide this by vote.", act=act)
