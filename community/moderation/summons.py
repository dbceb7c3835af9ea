"""An appeal is made: those who can answer it hear of it at once, in one line however many wait.

Nobody hears of one against what they imposed.
"""

from django.db import transaction
from django.db.models import QuerySet

from community.members.models import Member
from community.moderation import courts
from community.moderation.models import Appeal
from community.notifications import notices
from community.notifications.models import Notice

KIND = "appeal_made"


@transaction.atomic
def call(appeal: Appeal) -> None:
    """Tell those who can answer an appeal that was just made."""
    for member in _held(courts.hearers(appeal)):
        _tell(member, f"{KIND}:{appeal.pk}", appeal.pk)


@transaction.atomic
def recount(community_id: int) -> None:
    """An appeal waits for them no more: who was told of it, and has not read that, is told of those that are left."""
    told = Notice.objects.filter(community=community_id, kind=KIND, read_at=None)
    for member in _held(Member.objects.filter(pk__in=told.values("member"))):
        for line in told.filter(member=member):
            _tell(member, line.key, line.number)


def _held(members: QuerySet[Member]) -> list[Member]:
    """Locked, so that of two appeals at once the second line counts both."""
    return list(Member.objects.select_for_update(no_key=True).filter(pk__in=members.values("pk")).order_by("pk"))


def _tell(member: Member, key: str, number: int) -> None:
    waiting = list(courts.waiting_for(member).order_by("-pk").values_list("pk", flat=True))
    if not waiting:
        notices.drop_line(member, KIND, "")
        return
    data = {"appeals": len(waiting), "appeal": waiting[0]}
    notices.keep_line(member, KIND, key=key, place="", number=number, data=data)
