"""Trials as their readers see them."""

from datetime import timedelta

from community.clock import now
from community.jury import deciding, hearings, involvement
from community.jury.models import Juror, Trial
from community.jury.shapes import (
    AccusationShape,
    CaseFile,
    CaseLine,
    DutyShape,
    Imposed,
    TrialDraw,
    TrialPage,
    TrialShape,
)
from community.members.models import Member
from community.moderation import targets
from community.moderation.models import Case, Sanction

PAGE = 30
YEAR = timedelta(days=365)


def listed(member: Member, after: int | None) -> list[Trial]:
    """Those of a community, the newest first; one more than a page."""
    rows = Trial.objects.filter(community=member.community_id).defer("pool")
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[: PAGE + 1])


def mine(member: Member, after: int | None) -> list[Juror]:
    """Those for which a member was drawn, the newest first; one more than a page."""
    rows = Juror.objects.filter(member=member).select_related("trial__member").defer("trial__pool")
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[: PAGE + 1])


def draw(trial: Trial) -> TrialDraw:
    """Nothing but the commitment, as long as it goes on."""
    shown = TrialShape.of(trial)
    pool = trial.pool if trial.is_over() else []
    return TrialDraw(commitment=shown.commitment, seed=shown.seed, pool=pool, size=trial.size, reached=shown.reached)


def hearing(trial: Trial) -> AccusationShape:
    """All that whom it is about sees; the trial comes from `accused`."""
    return AccusationShape.of(trial, can_answer=not trial.is_over() and not hearings.is_open(trial))


def one(juror: Juror) -> TrialPage:
    """All that a juror sees; the juror comes from `trials.called`."""
    trial, duty = juror.trial, DutyShape.of(juror)
    votes = trial.jurors.filter(released="").exclude(voted_at=None)
    judges = juror.accepted_at is not None and not juror.released
    return TrialPage(
        trial=duty.trial, about=duty.about, seat=duty.seat,
        options=deciding.options(trial),
        voted=votes.count(),
        file=_file(trial) if judges and not trial.is_over() else None,
        reasons=sorted(votes.values_list("reason", flat=True)) if trial.is_over() and judges else [],
    )  # fmt: skip


def _file(trial: Trial) -> CaseFile:
    case = involvement.case_of(trial)
    sanction = trial.appeal.sanction if trial.appeal else None
    year = trial.member.sanctions.filter(lifted_at=None, at__gt=now() - YEAR)
    return CaseFile(
        **_words(case), rule=trial.rule, asked_why=trial.reason,
        earlier=year.exclude(pk=sanction.pk if sanction else 0).count(),
        appeal=trial.appeal.words if trial.appeal else "",
        answer=trial.answer,
        imposed=_imposed(sanction) if sanction else None,
    )  # fmt: skip


def _words(case: Case | None) -> dict:
    """What was said; nothing where a sanction was imposed without a case."""
    if case is None:
        return {"words": "", "words_now": "", "gone": False, "around": [], "whys": []}
    there = targets.found(case.object)
    shown = bool(there and there.stands)
    words = there.words if there and shown else ""
    return {
        "words": case.words, "words_now": "" if words == case.words else words, "gone": not shown,
        "around": [CaseLine.of(line) for line in targets.around(case.object)] if there else [],
        "whys": sorted(set(case.reports.values_list("why", flat=True))),
    }  # fmt: skip


def _imposed(sanction: Sanction) -> Imposed:
    return Imposed(**{name: getattr(sanction, name) for name in Imposed.model_fields})
