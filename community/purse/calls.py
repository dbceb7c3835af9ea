"""Jobs that tell of points; those of the clock are in `tasks`."""

from celery import shared_task

from community.jobs.task import Job
from community.purse import telling


@shared_task(base=Job)
def tell(community_id: int, key: str) -> None:
    telling.tell(community_id, key)
