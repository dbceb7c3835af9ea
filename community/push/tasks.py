from celery import shared_task
from django.db import transaction

from community.jobs.queue import queue
from community.jobs.task import Job
from community.push import sending, turns


@shared_task(base=Job)
def deliver(device_id: int, turn_id: int) -> None:
    sending.deliver(device_id, turn_id)


@shared_task(base=Job)
@transaction.atomic
def consider(notice_id: int) -> None:
    for ring in turns.consider(notice_id):
        queue(deliver, *ring)


@shared_task(base=Job)
@transaction.atomic
def take_due() -> None:
    for ring in turns.take_due():
        queue(deliver, *ring)
