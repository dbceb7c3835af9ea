from celery import shared_task

from community.jobs.queue import queue
from community.jobs.task import Job
from community.kindred import likeness
from community.members.models import Community


@shared_task(base=Job)
def reckon_all() -> None:
    for pk in Community.objects.values_list("pk", flat=True):
        queue(reckon, pk)


@shared_task(base=Job)
def reckon(community_id: int) -> None:
    likeness.reckon(community_id)
