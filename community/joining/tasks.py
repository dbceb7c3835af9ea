from celery import shared_task

from community.jobs.task import Job
from community.joining import mailing, nearer, opening, waiting


@shared_task(base=Job)
def open_due() -> None:
    opening.open_due()


@shared_task(base=Job)
def fill_places() -> None:
    waiting.fill_all()
    nearer.tell_all()


@shared_task(base=Job)
def send_what_lies() -> None:
    mailing.tidy()
    for pk in mailing.left_lying():
        mailing.hand_over.delay(pk)
