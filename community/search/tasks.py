from celery import shared_task

from community.jobs.queue import queue
from community.jobs.task import Job
from community.search import index


@shared_task(base=Job)
def read_into_index(source: str, pk: int) -> None:
    index.read_all(source, pk)


@shared_task(base=Job)
def read_what_lags() -> None:
    for source, pk in index.lagging():
        queue(read_into_index, source, pk)
