"""What a juror does: answering the call, and voting."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from community import access
from community.clock import now
from community.errors import Conflict, InvalidInput
from community.jury import deciding, hearings, seating, trials
from community.jury.models import Juror, Trial
from community.members.models import Member
from community.moderation import wordlists

Released = Juror.Released


@transaction.atomic
def answer(member: Member, juror: Juror, *, accepts: bool) -> Juror:
    """Take the seat, or leave it to the next who was drawn; whoever has voted stays. Twice is once.

    Raises:
        Forbidden: `forbidden`, `member.silenced`.
        Conflict: `jury.over`; `jury.replaced` where somebody else has the seat; `jury.voted`.
    """
    access.require(member, "jury.serve")
    trial = trials.in_session(juror.trial)
    held = _seated(juror)
    if accepts:
        Juror.objects.filter(pk=held.pk, accepted_at=None).update(accepted_at=now())
    elif held.voted_at:
        raise Conflict("jury.voted", "You have voted.")
    else:
        seating.release(held, Released.DECLINED)
        seating.fill(trial)
    return _fresh(held)


@transaction.atomic
def vote(member: Member, juror: Juror, measure: str, reason: str) -> Juror:
    """Choose a measure, or another one until it is over. With the last vote that is missing, it is over.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`.
        Conflict: `jury.over`; `jury.replaced`; `jury.unanswered` for who has not taken the seat; `jury.unheard` while
            whom it is about may still answer.
        InvalidInput: this jury does not choose from that.
    """
    access.require(member, "jury.serve")
    wordlists.require_clean(member.community_id, reason)
    trial = trials.in_session(juror.trial)
    held = _seated(juror)
    if held.accepted_at is None:
        raise Conflict("jury.unanswered", "Take the seat first.")
    hearings.require_open(trial)
    if measure not in deciding.options(trial):
        raise InvalidInput("input.invalid", "Choose from what is offered.", fields={"measure": "unknown"})
    Juror.objects.filter(pk=held.pk).update(measure=measure, reason=reason, voted_at=now())
    if not seating.seated(trial).filter(voted_at=None).exists():
        deciding.decide(trial)
    return _fresh(held)


def lost(moment: datetime) -> list[int]:
    """Trials with a seat of somebody who did not answer in time, or who left before voting."""
    waiting = Q(accepted_at=None, answer_by__lte=moment) | Q(member__left_at__isnull=False)
    rows = Juror.objects.filter(waiting, released="", voted_at=None, trial__state=Trial.State.HEARING)
    return list(rows.order_by("trial").values_list("trial", flat=True).distinct())


@transaction.atomic
def replace_lost(trial_id: int) -> None:
    """Call others for those who are lost. Of two who do it at once, the second finds it done."""
    trial = Trial.objects.select_for_update(no_key=True).get(pk=trial_id)
    if trial.is_over() or trial.closes_at <= now():
        return
    waiting = seating.seated(trial).filter(voted_at=None).select_related("member")
    for juror in waiting.order_by("place"):
        if not juror.member.is_present():
            seating.release(juror, Released.GONE)
        elif juror.accepted_at is None and juror.answer_by <= now():
            seating.release(juror, Released.SILENT)
    seating.fill(trial)


def _seated(juror: Juror) -> Juror:
    """The juror as they are now, under the trial's lock; raises `jury.replaced`."""
    held = _fresh(juror)
    if held.released:
        raise Conflict("jury.replaced", "Somebody else was called.")
    return held


def _fresh(juror: Juror) -> Juror:
    return Juror.objects.select_related("trial", "member").get(pk=juror.pk)
