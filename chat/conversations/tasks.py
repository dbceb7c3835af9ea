from celery import shared_task

from chat.conversations import grouping, reading, signs
from community.jobs.queue import queue
from community.jobs.task import Job


@shared_task(base=Job)
def read_room(room_id: int) -> None:
    reading.read_all(room_id)


@shared_task(base=Job)
def count_again(message_ids: list[int]) -> None:
    grouping.recount_around(message_ids)


@shared_task(base=Job)
def weigh_sign(message_id: int) -> None:
    signs.weigh(message_id)


@shared_task(base=Job)
def read_what_lags() -> None:
    for room_id in reading.lagging():
        queue(read_room, room_id)
