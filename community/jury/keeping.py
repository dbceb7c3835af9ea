"""What moderators do not decide alone: what a jury has before it, has decided, or is to decide by the rules."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from community.clock import now
from community.errors import Conflict, Forbidden
from community.governance import phases
from community.jury import measures, trials
from community.jury.models import Trial
from community.members.models import Member
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Case, Sanction
from community.moderation.reserved import Keeper

State = Trial.State


def settling(by: Moderator, case: Case) -> None:
    """Raises `jury.hears` while one does, and `jury.decided` against undoing what it did."""
    if by.vote:
        return
    trial = trials.latest(case=case)
    _require_not_heard(trial)
    if trial and trial.state == State.DECIDED and not case.is_open():
        raise _decided()


def imposing(by: Moderator, member: Member, case: Case | None, grade: str, until: datetime | None) -> None:
    """Raises `jury.needed` for what is a jury's by the rules, and `jury.decided` against replacing what it imposed."""
    if by.vote or by.is_rule:
        return
    if _holds_by_jury(member, grade):
        raise _decided()
    if phases.of(member.community_id) not in phases.BY_JURY:
        return
    days = trials.longest_alone(member.community_id)
    if measures.is_long(grade, now(), until, days) and not _came_back(case):
        raise Forbidden("jury.needed", "A jury of members decides this.", days=days)


def lifting(by: Moderator, sanction: Sanction) -> None:
    """Raises `jury.decided` for what a jury imposed, unless no jury could hear the appeal against it."""
    if by.vote or by.is_rule or not Trial.objects.filter(sanction=sanction).exists():
        return
    if not _is_back(trials.latest(appeal__sanction=sanction)):
        raise _decided()


def answering(by: Moderator, appeal: Appeal) -> None:
    """Raises `jury.hears`, or `jury.needed` for what is a jury's by the rules."""
    if by.vote:
        return
    trial = trials.latest(appeal=appeal)
    _require_not_heard(trial)
    if not _is_back(trial) and trials.is_for_jury(appeal):
        raise Forbidden("jury.needed", "A jury of members answers this.")


def left(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without what a jury hears."""
    heard = Trial.objects.filter(state=State.HEARING, **{rows.model._meta.model_name: OuterRef("pk")})
    return rows.exclude(Exists(heard))


KEEPER = Keeper(settling, imposing, lifting, answering, left)


def _holds_by_jury(member: Member, grade: str) -> bool:
    """Whether somebody is under a sanction of a jury that a new one of the same grade would replace."""
    if grade not in (Sanction.Grade.SILENCE, Sanction.Grade.BAN):
        return False
    in_force = Q(sanction__until=None) | Q(sanction__until__gt=now())
    mine = Trial.objects.filter(sanction__member=member, sanction__grade=grade, sanction__lifted_at=None)
    return mine.filter(in_force).exists()


def _came_back(case: Case | None) -> bool:
    return case is not None and _is_back(trials.latest(case=case))


def _is_back(trial: Trial | None) -> bool:
    return trial is not None and trial.state == State.RETURNED


def _require_not_heard(trial: Trial | None) -> None:
    if trial and trial.state == State.HEARING:
        raise Conflict("jury.hears", "A jury has it now.")


def _decided() -> Forbidden:
    return Forbidden("jury.decided", "A jury of members decided this.")
