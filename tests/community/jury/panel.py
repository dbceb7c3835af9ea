"""A jury at work, in few lines: `voted(trial, "ban", "notice", "notice")`."""

from datetime import timedelta

from community.clock import now
from community.jury import accused, jurors
from community.jury.models import Juror, Trial
from community.members.models import Member


def seats(trial: Trial) -> list[Juror]:
    """Who has a seat, in the drawn order."""
    return list(trial.jurors.filter(released="").select_related("member__user", "trial").order_by("place"))


def me(juror: Juror) -> Member:
    return Member.objects.select_related("silence", "community", "user").get(pk=juror.member_id)


def accepted(trial: Trial) -> list[Juror]:
    return [jurors.answer(me(juror), juror, accepts=True) for juror in seats(trial)]


def declined(juror: Juror) -> None:
    jurors.answer(me(juror), juror, accepts=False)


def heard(trial: Trial, words: str = "I was joking.") -> Trial:
    """Whom it is about has answered; an appeal is an answer already."""
    found = fresh(trial)
    if found.answer_by and not found.opened_at and not found.is_over():
        accused.answer(found.member.user, found.pk, words)
    return fresh(trial)


def voted(trial: Trial, *measures: str) -> Trial:
    """Whom it is about has answered, everybody takes their seat, and as many as there are measures vote."""
    heard(trial)
    for juror, measure in zip(accepted(trial), measures):
        jurors.vote(me(juror), juror, measure, f"I say {measure}.")
    return fresh(trial)


def fresh(trial: Trial) -> Trial:
    return Trial.objects.get(pk=trial.pk)


def time_is_over(trial: Trial) -> None:
    Trial.objects.filter(pk=trial.pk).update(closes_at=now() - timedelta(seconds=1))


def nobody_answered(trial: Trial) -> None:
    """Whom it is about has let the time pass."""
    Trial.objects.filter(pk=trial.pk).update(answer_by=now() - timedelta(seconds=1))


def a_day_passes(trial: Trial) -> None:
    """Nobody has answered since yesterday."""
    trial.jurors.update(answer_by=now() - timedelta(seconds=1))
