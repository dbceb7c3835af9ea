"""Handing announcements out, a batch a job. Whoever was told already hears nothing twice."""

from datetime import timedelta

from community.belonging import compiling, hearers
from community.belonging.filters import Filter
from community.belonging.models import Announcement
from community.clock import now
from community.kindred import places
from community.members.models import Member
from community.notifications import notices
from community.notifications.models import Notice

BATCH = 200  # members a job
LOST = timedelta(minutes=10)


def deliver(announcement_id: int) -> bool:
    """Tell the next batch; whether there may be another one after it."""
    made = Announcement.objects.filter(pk=announcement_id, done_at=None).select_related("by").first()
    if made is None:
        return False
    batch = _next(made)
    link = _link(made, batch)
    for member in batch:
        _tell(made, member, link)
    _move_on(made, batch)
    return len(batch) == BATCH


def left_lying() -> list[int]:
    """Announcements that nobody goes on with."""
    old = Announcement.objects.filter(done_at=None, created_at__lt=now() - LOST)
    return list(old.values_list("pk", flat=True)[:100])


def _next(made: Announcement) -> list[Member]:
    rows = hearers.of(made.community_id, Filter.model_validate(made.filter), made.by_id)
    rows = rows.filter(pk__gt=made.told_up_to)
    with compiling.bounded():
        return list(rows.order_by("pk")[:BATCH])


def _key(made: Announcement) -> str:
    return f"announcement:{made.pk}"


def _tell(made: Announcement, member: Member, link: dict[str, object]) -> None:
    told: dict[str, object] = {"words": made.words, **link}
    notices.tell(member, "announcement", key=_key(made), actor=made.by, excerpt=made.words, data=told)


def _link(made: Announcement, batch: list[Member]) -> dict[str, object]:
    """Where it leads, for as long as members can go there: what one of them can, all can."""
    if not made.place or not batch:
        return {}
    place = places.find(batch[0], [made.place]).get(made.place)
    return {"leads_to": place.key, "label": place.title, "slug": place.slug} if place else {}


def _move_on(made: Announcement, batch: list[Member]) -> None:
    is_last = len(batch) < BATCH
    Announcement.objects.filter(pk=made.pk, told_up_to=made.told_up_to).update(
        people=Notice.objects.filter(key=_key(made)).count(),
        told_up_to=batch[-1].pk if batch else made.told_up_to,
        done_at=now() if is_last else None,
    )
