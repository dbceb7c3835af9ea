"""What time it is, and which day it is for whom. Nothing else asks the system clock."""

from datetime import date, datetime
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


def is_zone(name: str) -> bool:
    return name in available_timezones()
