"""The end of a trial: the votes are counted, and what they come to is carried out, in one transaction and once."""

from collections import Counter

from django.db import transaction

from community.clock import now
from community.errors import Refusal
from community.jury import measures, telling
from community.jury.models import Juror, Trial
from community.members.models import Member
from community.moderation import appeals, audit, cases
from community.moderation.audit import Moderator, Vote
from community.moderation.models import Case, Sanction

State = Trial.State
_TAKES = frozenset({"member.silence", "message.hide", "thread.edit"})


def options(trial: Trial) -> list[str]:
    """What its jury chooses from, the mildest first."""
    if trial.case is None:
        return list(measures.OF_APPEALS)
    return measures.offered(trial.case.place, trial.asked)


def due() -> list[int]:
    """Trials whose time is over."""
    rows = Trial.objects.filter(state=State.HEARING, closes_at__lte=now())
    return list(rows.order_by("closes_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def close(trial_id: int) -> None:
    """Count the votes of a trial whose time is over. Of two who do it at once, the second finds it done."""
    trial = Trial.objects.select_for_update(no_key=True).get(pk=trial_id)
    if not trial.is_over() and trial.closes_at <= now():
        decide(trial)


def decide(trial: Trial) -> None:
    """Count and carry out, under the trial's lock."""
    cast = list(trial.jurors.filter(released="").exclude(voted_at=None).order_by("place"))
    if len(cast) < trial.quorum:
        give_back(trial, "no_quorum")
        return
    trial.votes = Counter(juror.measure for juror in cast)
    trial.verdict = measures.verdict([juror.measure for juror in cast], options(trial))
    try:
        with transaction.atomic():
            trial.sanction = _carried_out(trial, _spokesperson(trial, cast))
    except Refusal as refusal:
        give_back(trial, refusal.code)
        return
    _end(trial, State.DECIDED)
    telling.tell_verdict(trial)


def give_back(trial: Trial, why: str) -> None:
    """The moderators decide after all, under the trial's lock; why is told to them and to everybody."""
    trial.refusal = why
    _end(trial, State.RETURNED)
    telling.tell_moderators(trial)
    telling.tell_back(trial)


def end_by_hand(trial: Trial, by: Moderator, reason: str) -> None:
    """It was taken back before anybody voted."""
    _end(trial, State.WITHDRAWN, by, reason)
    telling.tell_back(trial)


def acting(trial: Trial, speaker: Member | None = None) -> Moderator:
    """The jury, which holds what carrying out a verdict takes; the words are those of one of them."""
    return Moderator(vote=Vote(f"trial:{trial.pk}", "case.settle", _TAKES), speaker=speaker)


def _carried_out(trial: Trial, juror: Juror) -> Sanction | None:
    """What was imposed, if anything; raises the refusal that stands against it."""
    by, reason = acting(trial, juror.member), juror.reason
    if trial.appeal:
        appeals.answer(by, trial.appeal, trial.verdict, reason)
        return None
    assert trial.case
    measure = measures.of(trial.verdict)
    penalty = measure.penalty(trial.case.place) if measure.grade else None
    verdict = Case.Verdict.HIDE if measure.grade else Case.Verdict.KEEP
    cases.settle(by, trial.case, verdict, rule=trial.rule, reason=reason, penalty=penalty)
    return trial.case.sanctions.order_by("-pk").first() if penalty else None


def _spokesperson(trial: Trial, cast: list[Juror]) -> Juror:
    """The juror whose reason is told: who was drawn first among those who voted for what was decided."""
    return next(juror for juror in cast if juror.measure == trial.verdict)


def _end(trial: Trial, state: str, by: Moderator | None = None, reason: str = "") -> None:
    trial.state, trial.closed_at = state, now()
    trial.save(update_fields=["state", "closed_at", "verdict", "votes", "refusal", "sanction"])
    telling.forget_calls(trial)
    telling.forget_summons(trial)
    answered = trial.answered_at is not None
    told = {"state": state, "verdict": trial.verdict, "refusal": trial.refusal, "answered": answered}
    audit.record(by or acting(trial), "close jury", trial, trial.community_id, trial.member, reason, **told)
