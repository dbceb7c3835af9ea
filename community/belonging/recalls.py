"""Calling back who drifts away: with what they missed, once a month, and no more than three times an absence.

Letters end with the digests: an account that was nowhere for `SILENT_DAYS` gets none, and hears by notice and push.
"""

from datetime import UTC, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import override

from community import clock
from community.belonging import letters
from community.belonging.models import Departure, Pace, Recall
from community.clock import now
from community.members.models import Member
from community.notifications import digests, due, notices, wishes
from community.notifications.content import Chapter, Reader
from community.notifications.models import Digest

PAUSE = timedelta(days=30)
MOST = 3
PAGE = 200
FURTHEST = timedelta(days=60)  # what was missed is looked for


def claim() -> list[int]:
    """Make a row for everybody who is to be called back now. Of two who do so at once, the row's key lets one."""
    lately = Recall.objects.filter(member=OuterRef("member"), at__gt=now() - PAUSE)
    this_absence = Q(member__recalls__absent_since=F("member__last_seen_on"))
    silent = Pace.objects.filter(
        drifts_on__lte=clock.today("UTC"), member__left_at=None, member__user__is_active=True
    ).exclude(Exists(lately))
    counted = silent.annotate(calls=Count("member__recalls", filter=this_absence)).filter(calls__lt=MOST)
    rows = counted.select_related("member").order_by("drifts_on", "pk")[:PAGE]
    return [made.pk for row in rows if (made := _claim(row.member, row.calls + 1))]


def waiting() -> list[int]:
    """Calls that were claimed and not sent, such as those of a worker that died."""
    rows = Recall.objects.filter(sent_at=None, at__gt=now() - timedelta(days=2), at__lt=now() - timedelta(minutes=30))
    return list(rows.values_list("pk", flat=True)[:PAGE])


def send(recall_id: int) -> None:
    """Send one call, unless it was sent, or they are back, or they missed nothing."""
    if not Recall.objects.filter(pk=recall_id, sent_at=None).update(sent_at=now()):
        return
    row = Recall.objects.select_related("member__user", "member__community").get(pk=recall_id)
    try:
        if row.member.is_present() and row.member.last_seen_on <= row.absent_since:
            _send(row)
    except Exception:
        Recall.objects.filter(pk=recall_id).update(sent_at=None)
        raise


def send_departure(departure_id: int) -> None:
    """Write to somebody who is about to be let go."""
    rows = Departure.objects.filter(pk=departure_id, done_at=None, back_at=None, member__user__is_active=True)
    row = rows.select_related("member__user", "member__community").first()
    if row is None or row.member.user is None or not row.member.user.email:
        return
    with override(row.member.user.locale.lower()):
        letters.departure(row).send()


def _claim(member: Member, number: int) -> Recall | None:
    try:
        with transaction.atomic():
            return Recall.objects.create(member=member, absent_since=member.last_seen_on, number=number)
    except IntegrityError:
        return None


def _send(row: Recall) -> None:
    chapter = _missed(row)
    if chapter is None:
        return
    if _may_write(row.member):
        with override(letters.account(row.member).locale.lower()):
            letters.recall(row, chapter).send()
    best = chapter.sections[0].items[0]
    notices.tell(row.member, "recalled", key=f"recall:{row.pk}", excerpt=best.title or best.text, data={"to": best.url})


def _missed(row: Recall) -> Chapter | None:
    away = datetime.combine(row.absent_since, time(), UTC)
    reader = Reader(row.member, max(away, now() - FURTHEST))
    return digests.chapters(Digest.Kind.RECALL, [reader]).get(row.member_id)


def _may_write(member: Member) -> bool:
    user = letters.account(member)
    wanted = wishes.wants(user, wishes.of(user), Digest.Kind.RECALL)
    return wanted and user.last_seen_on >= due.silent_since()
