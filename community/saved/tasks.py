from celery import shared_task

from community.jobs.queue import queue_now
from community.jobs.task import Job
from community.saved import reminders


@shared_task(base=Job)
def remind_due() -> None:
    """A job each, so that one that fails holds back no other."""
    for pk in reminders.due():
        queue_now(remind, pk)


@shared_task(base=Job)
def remind(saved_id: int) -> None:
    reminders.remind(saved_id)
