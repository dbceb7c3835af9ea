from celery import shared_task

from community.jobs.queue import queue
from community.jobs.task import Job
from community.privacy import erasing, making, standing
from community.privacy.models import Erasure, Export


@shared_task(base=Job)
def make_export(export_id: int) -> None:
    if export := Export.objects.select_related("user").filter(pk=export_id).first():
        making.make(export)


@shared_task(base=Job)
def erase(erasure_id: int) -> None:
    if erasure := Erasure.objects.select_related("user").filter(pk=erasure_id).first():
        erasing.carry_out(erasure)


@shared_task(base=Job)
def look_after() -> None:
    """Begin the erasures that are due, end what waited for a vote, and take away archives that nobody fetches."""
    for pk in erasing.due():
        queue(erase, pk)
    standing.empty()
    making.tidy()
