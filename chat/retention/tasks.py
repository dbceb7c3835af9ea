from celery import shared_task

from chat.retention import expiring, keeping
from community.jobs.queue import queue
from community.jobs.task import Job


@shared_task(base=Job)
def look_after() -> None:
    """Let hold what is due, and have every room that does not keep for good forget what is too old."""
    for shortening in keeping.due():
        keeping.begin(shortening)
    for room_id in expiring.rooms():
        queue(expire, room_id)


@shared_task(base=Job)
def expire(room_id: int) -> None:
    expiring.expire(room_id)
