"""What should have been settled or answered by now: those who can are reminded of it, once a day."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from community.clock import now
from community.members.models import Member
from community.moderation import colleagues, courts, reserved
from community.moderation.models import Appeal, Case
from community.notifications import notices
from community.notifications.models import Notice

KIND = "work_waits"
FIRST = "late:"  # of the key, which a day follows


def concerned() -> set[int]:
    """The communities in which something is late, or somebody is still told that something was."""
    # By those who could be told: of all notices there are many, of moderators few.
    told = Notice.objects.filter(member__in=colleagues.everywhere(), kind=KIND, read_at=None)
    return {pk for rows in (_cases(), _appeals(), told) for pk in rows.values_list("community", flat=True)}


def remind(community_id: int) -> None:
    """Tell each moderator what waits for them: what nobody or they themselves look after, and is not about them."""
    for member in colleagues.of(community_id).order_by("pk"):
        waiting = dict(_waiting(member))
        if not any(waiting.values()):
            notices.drop_unread(member, FIRST)
            continue
        key = f"{FIRST}{now().date().isoformat()}"
        if not member.notices.filter(key=key).exists():
            notices.drop_unread(member, FIRST)
            notices.tell(member, KIND, key=key, data=waiting)


def _waiting(member: Member) -> Iterator[tuple[str, object]]:
    """How many of each are late for a member."""
    theirs = _cases().filter(community=member.community_id).exclude(member=member)
    yield "cases", theirs.filter(Q(taken_by=None) | Q(taken_by=member.user_id)).count()
    yield "appeals", courts.waiting_for(member).filter(due_at__lt=now()).count()


def _cases() -> QuerySet[Case]:
    return reserved.left(Case.objects.filter(settled_at=None, due_at__lt=now()))


def _appeals() -> QuerySet[Appeal]:
    return reserved.left(Appeal.objects.filter(answered_at=None, due_at__lt=now()))
