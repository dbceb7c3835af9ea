from celery import shared_task

from community.jobs.queue import queue_now
from community.jobs.task import Job
from community.purse import income


@shared_task(base=Job)
def fill_all() -> None:
    """A job each, so that one that cannot be filled holds back no other."""
    for pk in income.due():
        queue_now(fill, pk)


@shared_task(base=Job)
def fill(community_id: int) -> None:
    income.fill(community_id)
