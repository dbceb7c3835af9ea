"""Jobs that tell of votes; those of the clock are in `tasks`."""

from celery import shared_task

from community.governance import telling
from community.jobs.task import Job


@shared_task(base=Job)
def tell_roll(proposal_id: int) -> None:
    telling.tell_roll(proposal_id)


@shared_task(base=Job)
def tell_result(proposal_id: int) -> None:
    telling.tell_result(proposal_id)


@shared_task(base=Job)
def tell_regency(regency_id: int) -> None:
    telling.tell_regency(regency_id)
