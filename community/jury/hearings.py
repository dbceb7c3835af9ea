"""Whom a case is about is heard first: the jury votes once they have answered, or once their time to answer is over.

An appeal is their answer already, and waits for none.
"""

from datetime import datetime, timedelta

from django.db import transaction

from community.clock import now
from community.errors import Conflict
from community.jury import telling
from community.jury.models import Trial

ANSWER = timedelta(hours=48)
VOTING = timedelta(hours=72)


def longest(is_case: bool) -> timedelta:
    """From the summons to the end, where nobody answers before the time is over."""
    return ANSWER + VOTING if is_case else VOTING


def summon(trial: Trial) -> None:
    """Tell whom a case is about what they are accused of, once the jury is drawn."""
    if trial.is_over() or trial.case_id is None:
        return
    trial.answer_by = trial.began_at + ANSWER
    trial.save(update_fields=["answer_by"])
    telling.summon(trial)


def is_open(trial: Trial) -> bool:
    """Whether its jury votes."""
    return trial.answer_by is None or trial.opened_at is not None or trial.answer_by <= now()


def require_open(trial: Trial) -> None:
    """Raise `jury.unheard` while whom it is about may still answer."""
    if not is_open(trial) and trial.answer_by:
        until = trial.answer_by.isoformat()
        raise Conflict("jury.unheard", "Whom it is about may still answer.", until=until)


def open_vote(trial: Trial, since: datetime) -> None:
    """The jury votes from here on, and its time begins; under the trial's lock."""
    trial.opened_at, trial.closes_at = since, since + VOTING
    trial.save(update_fields=["opened_at", "closes_at", "answer", "answered_at"])
    telling.forget_summons(trial)
    telling.tell_open(trial)


def due() -> list[int]:
    """Trials whose time to answer is over, and whose jury does not know it yet."""
    rows = Trial.objects.filter(state=Trial.State.HEARING, opened_at=None, answer_by__lte=now())
    return list(rows.order_by("answer_by", "pk").values_list("pk", flat=True))


@transaction.atomic
def open_when_due(trial_id: int) -> None:
    """Open the vote of a trial in which nobody answered. Of two who do it at once, the second finds it done."""
    trial = Trial.objects.select_for_update(no_key=True).get(pk=trial_id)
    if trial.is_over() or trial.opened_at or trial.answer_by is None or trial.answer_by > now():
        return
    open_vote(trial, trial.answer_by)
