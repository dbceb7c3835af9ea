"""What time it is, and which day it is for whom. Nothing else asks the system clock."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone


def now() -> datetime:
    """The present moment, in UTC."""
    return timezone.now()


def local(moment: datetime, zone: str) -> datetime:
    """The moment on the wall clock of an IANA time zone such as `Asia/Shanghai`."""
    return moment.astimezone(ZoneInfo(zone))


def today(zone: str) -> date:
    """The day that it is now in a time zone."""
    return local(now(), zone).date()


def at(day: date, hour: int, zone: str) -> datetime:
    """The moment at which an hour of a day begins in a time zone: the first of two, and also where clocks skip it."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def is_zone(name: str) -> bool:
    return name in _zones()


@cache
def _zones() -> set[str]:
    return available_timezones()
