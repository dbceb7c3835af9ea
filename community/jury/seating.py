"""Filling the seats of a jury: the next of the drawn order who can judge is called, until each seat has somebody.

All of it under the trial's lock.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet

from community.clock import now
from community.jury import deciding, drawing, involvement, telling
from community.jury.models import Juror, Trial
from community.members.models import Member

SIZE, QUORUM = 5, 3
SMALL_SIZE, SMALL_QUORUM = 3, 2
SMALL = 10  # who can judge: below that, the jury is the small one
ANSWER = timedelta(hours=24)
LAST_CALL = timedelta(hours=12)  # before the end; later on nobody is called any more


def draw(trial: Trial, days: int) -> None:
    """Draw the order, say what it is committed to, and call the first."""
    trial.pool, trial.seed = drawing.pool(trial.community_id, days), drawing.new_seed()
    trial.commitment = drawing.commitment(trial.seed, trial.pool)
    able = sum(1 for _ in _able(trial))
    if able < SMALL:
        trial.size, trial.quorum = SMALL_SIZE, SMALL_QUORUM
    trial.save(update_fields=["pool", "seed", "commitment", "size", "quorum"])
    if able < trial.size:
        deciding.give_back(trial, "too_few")
    else:
        fill(trial)


def fill(trial: Trial) -> None:
    """Call somebody for each seat that is empty; with too few left for a decision, the case goes back."""
    missing = trial.size - seated(trial).count()
    if missing > 0 and trial.closes_at > now() + LAST_CALL:
        for place, member in _able(trial):
            _call(trial, place, member)
            missing -= 1
            if not missing:
                break
    left = seated(trial)
    if left.count() < trial.quorum:
        deciding.give_back(trial, "too_few")
    elif not left.filter(voted_at=None).exists():
        deciding.decide(trial)


def seated(trial: Trial) -> QuerySet[Juror]:
    """Who was called and neither declined nor is lost, whether they have answered or not."""
    return trial.jurors.filter(released="")


def release(juror: Juror, why: str) -> None:
    Juror.objects.filter(pk=juror.pk).update(released=why)
    telling.forget_call(juror)


def _able(trial: Trial) -> Iterator[tuple[int, Member]]:
    """Who comes next in the drawn order, each with their place there; who is involved or not fit is left out."""
    rest = drawing.order(trial.seed, trial.pool)[trial.reached :]
    fit = drawing.fit(Member.objects.filter(pk__in=rest)).in_bulk()
    involved = involvement.accounts(trial)
    for place, pk in enumerate(rest, trial.reached + 1):
        if pk in fit and fit[pk].user_id not in involved:
            yield place, fit[pk]


def _call(trial: Trial, place: int, member: Member) -> None:
    until = min(now() + ANSWER, trial.closes_at)
    juror = Juror.objects.create(trial=trial, member=member, place=place, answer_by=until)
    trial.reached = place
    trial.save(update_fields=["reached"])
    telling.call(juror)
