from datetime import date

from celery import shared_task

from community.jobs.task import Job
from community.notifications import briefs


@shared_task(base=Job)
def send_due_briefs() -> None:
    for brief in briefs.claim_due():
        send_brief.delay(brief.user_id, brief.day.isoformat())


@shared_task(base=Job)
def send_brief(user_id: int, day: str) -> None:
    briefs.send(user_id, date.fromisoformat(day))
