from celery import shared_task

from community.jobs.task import Job
from community.members.models import Community
from community.rules import telling
from community.rules.models import RulesVersion


@shared_task(base=Job)
def tell_of_change(version: int) -> None:
    telling.of_change(RulesVersion.objects.get(pk=version))


@shared_task(base=Job)
def begin_rounds() -> None:
    for community, key in telling.begin_rounds():
        remind.delay(community, key)


@shared_task(base=Job)
def remind(community: int, key: str) -> None:
    telling.remind(Community.objects.get(pk=community), key)
