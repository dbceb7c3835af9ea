from celery import shared_task

from chat.catchup import done
from community.jobs.task import Job


@shared_task(base=Job)
def tidy() -> None:
    done.tidy()
