"""Whose hour has come. A row is claimed for each digest that is due, once; the rows are queued by pages.

Whoever has not been here for thirty days gets a last letter, the recall, and nothing more until they come back: its
row is named after the day of their last visit, so that each absence has one.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from community import clock
from community.clock import now
from community.members.models import User
from community.notifications.models import Digest

LATEST = timedelta(hours=6)  # after its hour a digest is news no more
# How long after a page was queued what it did not begin is queued again; and after a letter was begun, how long it is
# its writer's. Nobody takes that long over one letter: `EMAIL_TIMEOUT` is a minute.
LOST = timedelta(minutes=30)
MOST_TRIES = 5  # to hand a digest over
PAGE = 200  # digests a job

_TO_COME_HERE = "(w.channel <> 'mail' OR u.email <> '')"
# On the day of the weekly essence, the daily brief is part of it.
_WANTED = {
    "daily": "w.daily AND %(weekday)s = ANY(w.days) AND NOT (w.weekly AND w.weekday = %(weekday)s)"
    f" AND {_TO_COME_HERE} AND u.last_seen_on >= %(silent)s",
    "weekly": f"w.weekly AND w.weekday = %(weekday)s AND {_TO_COME_HERE} AND u.last_seen_on >= %(silent)s",
    "recall": "(w.daily OR w.weekly) AND w.channel <> 'notice' AND u.email <> '' AND u.last_seen_on < %(silent)s",
}
_DAY = {"daily": "%(day)s::date", "weekly": "%(day)s::date", "recall": "u.last_seen_on"}
_CLAIM = """
INSERT INTO notifications_digest (user_id, kind, day, items, told, tries, created_at)
SELECT u.id, '{kind}', {day}, 0, '{{}}', 0, %(now)s
  FROM members_user u JOIN notifications_wishes w ON w.user_id = u.id
 WHERE u.is_active AND u.timezone = ANY(%(zones)s) AND w.hour = ANY(%(hours)s) AND {wanted}
   AND NOT EXISTS (
       SELECT FROM notifications_digest d WHERE d.user_id = u.id AND d.kind = '{kind}' AND d.day = {day}
   )
 ORDER BY u.id
    ON CONFLICT (user_id, kind, day) DO NOTHING
"""
_FURNISH = """
INSERT INTO notifications_wishes (user_id)
SELECT u.id FROM members_user u LEFT JOIN notifications_wishes w ON w.user_id = u.id WHERE w.user_id IS NULL
    ON CONFLICT DO NOTHING
"""
_NEXT_PAGE = """
UPDATE notifications_digest SET queued_at = %(now)s WHERE id IN (
    SELECT id FROM notifications_digest
     WHERE sent_at IS NULL AND closed_at IS NULL AND id > %(after)s AND tries < %(tries)s AND created_at > %(latest)s
       AND (begun_at IS NULL OR begun_at < %(lost)s) AND (queued_at IS NULL OR queued_at < %(lost)s)
     ORDER BY id LIMIT %(page)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def claim() -> None:
    """Make the row of every digest whose hour has come. Two who do so at once are settled by the rows' unique key."""
    with connection.cursor() as cursor:
        cursor.execute(_FURNISH)
        for (day, hours), zones in _moments().items():
            known: dict[str, Any] = {
                "day": day, "weekday": day.isoweekday(), "hours": list(hours), "zones": zones, "now": now(),
                "silent": silent_since(),
            }  # fmt: skip
            for kind, wanted in _WANTED.items():
                cursor.execute(_CLAIM.format(kind=kind, day=_DAY[kind], wanted=wanted), known)


def pages() -> Iterator[tuple[int, int]]:
    """The first and the last row of each page to be queued now, marked as queued.

    What was queued or begun a while ago and is not sent is among them: whoever was to do it may have died.
    """
    page = _next_page(0)
    while page:
        yield page[0], page[-1]
        page = _next_page(page[-1])


def waiting() -> QuerySet[Digest]:
    """Those that nobody has sent or closed, nor is writing now."""
    free = Q(begun_at=None) | Q(begun_at__lt=now() - LOST)
    return Digest.objects.filter(free, sent_at=None, closed_at=None)


def silent_since() -> date:
    """Whoever was here on this day or later is not silent."""
    return clock.today("UTC") - timedelta(days=settings.OXBOW["SILENT_DAYS"])


def _moments() -> dict[tuple[date, tuple[int, ...]], list[str]]:
    """The days and hours that have come, each with the time zones where it is so."""
    found = defaultdict(list)
    for zone in User.objects.values_list("timezone", flat=True).distinct():
        clock_zone = zone if clock.is_zone(zone) else "UTC"
        today = clock.today(clock_zone)
        for day in (today - timedelta(days=1), today):
            if hours := _hours_due(day, clock_zone):
                found[day, hours].append(zone)
    return found


def _hours_due(day: date, zone: str) -> tuple[int, ...]:
    """The hours of a day that began in this time zone already, and not too long ago."""
    return tuple(hour for hour in range(24) if timedelta() <= now() - clock.at(day, hour, zone) <= LATEST)


def _next_page(after: int) -> list[int]:
    known: dict[str, Any] = {
        "now": now(), "after": after, "tries": MOST_TRIES, "latest": now() - LATEST, "lost": now() - LOST, "page": PAGE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_PAGE, known)
        return sorted(pk for (pk,) in cursor.fetchall())
