"""Which roles somebody was given, and which were taken from them, as the audit has it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from community.members.models import Member
from community.moderation.models import AuditEntry

SHOWN = 20
ACTS = {
    "give role": gettext_lazy("a role was given"),
    "take role": gettext_lazy("the role was lowered"),
    "recall": gettext_lazy("recalled by vote"),
    "elect": gettext_lazy("elected"),
    "elect owner": gettext_lazy("made the owner by vote"),
    "hand over": gettext_lazy("handed the community over by vote"),
    "end term": gettext_lazy("the term ended"),
    "stand in": gettext_lazy("stands in for the owner"),
    "owner is back": gettext_lazy("the owner is back"),
    "stop standing in": gettext_lazy("stands in for the owner no more"),
    "succeed": gettext_lazy("took over from an owner who is gone"),
    "come in as": gettext_lazy("came in with it"),
    "lay down role": gettext_lazy("left"),
    "rest role": gettext_lazy("suspended or let go"),
    "return role": gettext_lazy("came back"),
}


@dataclass(frozen=True)
class RoleChange:
    """One of them, in words.

    Attributes:
        by: the member or operator who did it; the proposal of a vote; nobody where a rule did.
    """

    before: str
    role: str
    act: str
    by: str
    at: datetime


def of(member: Member) -> list[RoleChange]:
    """The latest ones, the newest first."""
    rows = member.audit.filter(data__has_keys=["before", "role"]).select_related("actor", "staff").order_by("-pk")
    return [_told(entry) for entry in rows[:SHOWN]]


def _told(entry: AuditEntry) -> RoleChange:
    by = entry.actor or entry.staff or entry.data.get("vote", "")
    return RoleChange(
        gettext(entry.data["before"]),
        gettext(entry.data["role"]),
        str(ACTS.get(entry.act, entry.act)),
        str(by),
        entry.at,
    )
