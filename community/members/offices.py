"""Holding another role: one way to write it, and whoever listens hears of each change once, in its transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from community import access
from community.access import Role
from community.errors import Conflict
from community.members.models import Member, User


@dataclass(frozen=True)
class Cause:
    """Why somebody holds another role now.

    Attributes:
        act: what the audit calls it.
        actor: the member who did it; nobody where a vote or a rule did.
        staff: the operator who did it.
        told: what else is written down of it, JSON-serialisable.
    """

    act: str
    actor: Member | None = None
    staff: User | None = None
    told: dict[str, Any] = field(default_factory=dict)


Listener = Callable[[Member, Role, Role, Cause], None]
_listeners: list[Listener] = []


def when_changed(listener: Listener) -> None:
    """Have a function called with the member, the role before, the one that they hold now, and why."""
    _listeners.append(listener)


@transaction.atomic
def put(member: Member, role: Role, cause: Cause) -> bool:
    """Have a member hold a role, whoever decided it; False where they hold it already. Asks for no right.

    Raises:
        Conflict: `member.role_changed` where they hold another one by now than `member` says.
    """
    before = Role(member.role)
    if before == role:
        return False
    if Member.objects.filter(pk=member.pk, role=before).update(role=role):
        member.role = role
        tell(member, before, role, cause)
        return True
    if Member.objects.filter(pk=member.pk, role=role).exists():
        member.role = role
        return False
    raise Conflict("member.role_changed", "Somebody else changed this role a moment ago.")


def lay_down(member: Member, cause: Cause) -> None:
    """Take whatever role somebody holds from them because they go; call it in the transaction in which they do."""
    held = Member.objects.select_for_update(no_key=True).values_list("role", flat=True).get(pk=member.pk)
    Member.objects.filter(pk=member.pk).update(role=Role.MEMBER)
    if access.outranks(held, Role.MEMBER):
        tell(member, Role(held), Role.MEMBER, cause)


def tell(member: Member, before: Role, role: Role, cause: Cause) -> None:
    for listener in _listeners:
        listener(member, before, role, cause)
