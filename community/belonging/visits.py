"""The days on which members come, as a row a month, and the rhythm that follows from them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection

from community import clock
from community.belonging import rhythm
from community.belonging.models import Pace, VisitMonth
from community.members.models import Member

_NOTE = """
INSERT INTO belonging_visitmonth AS known (member_id, month, days) VALUES (%s, %s, %s)
    ON CONFLICT (member_id, month) DO UPDATE SET days = known.days | excluded.days
"""
PAGE = 500


def note(member: Member) -> None:
    """They came today: reckon their rhythm anew, in the transaction in which they come."""
    _mark(member, clock.today("UTC"))
    reckon(member)


def reckon(member: Member) -> None:
    """Say from when on silence is unlike a member."""
    last = member.last_seen_on
    found = rhythm.of(days(member, last - timedelta(days=rhythm.LOOKED_AT)))
    told = {
        "community_id": member.community_id, "usual": found.usual, "drifts_on": found.drifts_on(last),
        "dormant_on": found.dormant_on(last),
    }  # fmt: skip
    Pace.objects.bulk_create(
        [Pace(member=member, **told)], update_conflicts=True, unique_fields=["member"], update_fields=list(told)
    )


def days(member: Member, since: date) -> list[date]:
    """The days of their visits, in order."""
    rows = VisitMonth.objects.filter(member=member, month__gte=since.replace(day=1)).order_by("month")
    known = [day for row in rows for day in _days_of(row.month, row.days)]
    return [day for day in known if day >= since]


def reckon_missing() -> int:
    """Those whose visits were not counted yet; how many there were."""
    found = list(Member.objects.present().filter(pace=None, user__isnull=False).order_by("pk")[:PAGE])
    for member in found:
        _mark(member, member.last_seen_on)
        reckon(member)
    return len(found)


def tidy() -> None:
    """Forget months of which no rhythm is reckoned any more."""
    oldest = clock.today("UTC") - timedelta(days=rhythm.LOOKED_AT + 31)
    VisitMonth.objects.filter(month__lt=oldest.replace(day=1)).delete()


def _mark(member: Member, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [member.pk, day.replace(day=1), 1 << (day.day - 1)])


def _days_of(month: date, bits: int) -> Iterable[date]:
    return (month.replace(day=number + 1) for number in range(31) if bits >> number & 1)
