from datetime import timedelta

from celery import shared_task
from django.conf import settings

from community.clock import now
from community.jobs.queue import queue
from community.jobs.task import Job
from community.members.models import Community, Member
from community.moderation import returning
from community.trust import floods, hushing, raids, standings, sweeping
from community.trust.models import Raid

LATELY = timedelta(minutes=10)
WRITTEN = 15  # seconds after which whatever was on its way stands


@shared_task(base=Job)
def reckon_all() -> None:
    for pk in Community.objects.values_list("pk", flat=True):
        queue(reckon, pk)


@shared_task(base=Job)
def reckon(community_id: int) -> None:
    standings.reckon(community_id)


@shared_task(base=Job)
def hush(member_id: int) -> None:
    hushing.hush(member_id)


@shared_task(base=Job)
def look_for_return(member_id: int) -> None:
    returning.look(Member.objects.select_related("community").get(pk=member_id))


@shared_task(base=Job)
def look_for_raid(community_id: int, cause: str) -> None:
    """Close the door if too many have just come in; where it is about posts, whoever asks has counted them."""
    community = Community.objects.get(pk=community_id)
    came = Member.objects.filter(community=community, joined_at__gt=now() - LATELY)
    if cause == Raid.Cause.POSTS or came.count() >= settings.OXBOW["RAID_JOINS"]:
        raids.begin_by_itself(community, cause)


@shared_task(base=Job)
def sweep(community_id: int, mark: str, author_id: int | None = None, *, is_last: bool = False) -> None:
    """Take out of sight what was said alike; a moment later once more, for what was still being written."""
    authors = [author_id] if author_id else floods.who_said(community_id, mark)
    sweeping.sweep(community_id, mark, authors)
    if not is_last:
        sweep.apply_async((community_id, mark, author_id), {"is_last": True}, countdown=WRITTEN)
