from celery import shared_task

from community.clock import now
from community.jobs.queue import queue_now
from community.jobs.task import Job
from community.jury import deciding, hearings, jurors


@shared_task(base=Job)
def look_after() -> None:
    """A job each, so that one that fails holds back no other."""
    for pk in hearings.due():
        queue_now(open_vote, pk)
    for pk in deciding.due():
        queue_now(close, pk)
    for pk in jurors.lost(now()):
        queue_now(replace_lost, pk)


@shared_task(base=Job)
def open_vote(trial_id: int) -> None:
    hearings.open_when_due(trial_id)


@shared_task(base=Job)
def close(trial_id: int) -> None:
    deciding.close(trial_id)


@shared_task(base=Job)
def replace_lost(trial_id: int) -> None:
    jurors.replace_lost(trial_id)
