from celery import shared_task

from community.jobs import task
from community.jobs.task import Job


@shared_task(base=Job)
def tidy() -> None:
    task.tidy()
