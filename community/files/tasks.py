from celery import shared_task

from community.files import tidying
from community.jobs.task import Job


@shared_task(base=Job)
def tidy() -> None:
    tidying.tidy()
