from celery import shared_task

from community.jobs.task import Job
from community.moderation import lateness


@shared_task(base=Job)
def remind_of_what_is_late() -> None:
    for community in sorted(lateness.concerned()):
        remind.delay(community)


@shared_task(base=Job)
def remind(community_id: int) -> None:
    lateness.remind(community_id)
