"""How much members and communities may bring along. Races are settled by the rows that are counted up."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from community import clock
from community.errors import Forbidden
from community.files.models import CommunityUse, DayUse, File
from community.members.models import Member


@transaction.atomic
def take(member: Member, size: int) -> None:
    """Count so many bytes.

    Raises:
        Forbidden: `files.day_quota`, `files.community_quota`; nothing is counted.
    """
    most = settings.OXBOW["FILE_DAY"]
    DayUse.objects.get_or_create(member=member, day=_today(member))
    today = DayUse.objects.filter(member=member, day=_today(member))
    if not today.filter(bytes__lte=most - size).update(bytes=F("bytes") + size):
        raise Forbidden("files.day_quota", "This is more than one may bring along in a day.", mb=most // 1_000_000)
    take_for_community(member.community_id, size)


def take_for_community(community_id: int, size: int) -> None:
    """Count bytes that nobody's day pays for; call it in a transaction. Raises `files.community_quota`."""
    most = settings.OXBOW["FILE_COMMUNITY"]
    CommunityUse.objects.get_or_create(community_id=community_id)
    together = CommunityUse.objects.filter(community=community_id)
    if not together.filter(bytes__lte=most - size).update(bytes=F("bytes") + size):
        raise Forbidden(
            "files.community_quota", "The files of this community take all the room there is.", mb=most // 1_000_000
        )


def give_back(file: File) -> None:
    """A file is gone, and takes no room. The day on which a whole one came stays spent."""
    less = Greatest(F("bytes") - file.length, 0)
    CommunityUse.objects.filter(community=file.community_id).update(bytes=less)
    if file.finished_at is None:
        begun = clock.local(file.created_at, _zone(file.owner)).date()
        DayUse.objects.filter(member=file.owner_id, day=begun).update(bytes=less)


def _today(member: Member) -> date:
    return clock.today(_zone(member))


def _zone(member: Member) -> str:
    return member.user.timezone if member.user else "UTC"
