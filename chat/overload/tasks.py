from celery import shared_task

from chat.models import Room
from chat.overload import loads, minutes
from community.clock import now
from community.jobs.queue import queue
from community.jobs.task import Job


@shared_task(base=Job)
def measure(room_id: int) -> None:
    for room in Room.objects.filter(pk=room_id):  # it may be gone
        loads.measure(room, now())


@shared_task(base=Job)
def watch() -> None:
    for room in loads.due().only("pk"):
        queue(measure, room.pk)


@shared_task(base=Job)
def tidy() -> None:
    minutes.condense(now())
    minutes.forget(now())
