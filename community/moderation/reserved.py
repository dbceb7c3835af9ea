"""What is not for moderators alone: upper layers keep some decisions for others, and refuse them to moderators."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from community.members.models import Member
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Case, Sanction


@dataclass(frozen=True)
class Keeper:
    """Called under the lock of what is about to be decided; raises a refusal where that is for somebody else.

    Attributes:
        settling: a case, or its undoing.
        imposing: a grade until a moment, for good without one; the case may be none.
        left: of cases, or of appeals, those that wait for moderators.
    """

    settling: Callable[[Moderator, Case], None]
    imposing: Callable[[Moderator, Member, Case | None, str, datetime | None], None]
    lifting: Callable[[Moderator, Sanction], None]
    answering: Callable[[Moderator, Appeal], None]
    left: Callable[[QuerySet[Any]], QuerySet[Any]]


_keepers: list[Keeper] = []


def keep(keeper: Keeper) -> None:
    _keepers.append(keeper)


def require_settling(by: Moderator, case: Case) -> None:
    for keeper in _keepers:
        keeper.settling(by, case)


def require_imposing(by: Moderator, member: Member, case: Case | None, grade: str, until: datetime | None) -> None:
    for keeper in _keepers:
        keeper.imposing(by, member, case, grade, until)


def require_lifting(by: Moderator, sanction: Sanction) -> None:
    for keeper in _keepers:
        keeper.lifting(by, sanction)


def require_answering(by: Moderator, appeal: Appeal) -> None:
    for keeper in _keepers:
        keeper.answering(by, appeal)


def left(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of cases, or of appeals, those that wait for moderators and for nobody else."""
    for keeper in _keepers:
        rows = keeper.left(rows)
    return rows
