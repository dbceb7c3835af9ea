from celery import shared_task

from community.desk import guest_letters, guests, word_imports
from community.jobs.task import Job


@shared_task(base=Job)
def tidy() -> None:
    word_imports.tidy()
    guests.tidy()


@shared_task(base=Job)
def write_to_guests() -> None:
    guest_letters.send_some()
