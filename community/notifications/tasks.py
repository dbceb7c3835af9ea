from celery import shared_task

from community.jobs.task import Job
from community.notifications import due, sending


@shared_task(base=Job)
def send_due_digests() -> None:
    due.claim()
    for first, last in due.pages():
        send_page.delay(first, last)


@shared_task(base=Job)
def send_page(first: int, last: int) -> None:
    sending.send_page(first, last)


@shared_task(base=Job)
def tidy() -> None:
    sending.tidy()
