"""What a log's clock means: it shows hours and minutes, and days have to be counted along."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

HALF_DAY = 12 * 60
DAY = 24 * 60
SET_BACK = 60  # minutes that a clock may be put back, by its owner or at the end of summer time, on the same day
# Where a clock jumps that says 1 after 12, and 0 again after 11: at one o'clock in the afternoon, and at midnight.
_AT_ONE, _AT_MIDNIGHT = (12, 1), (11, 0)


def moments(minutes: Sequence[int | None], day: date, zone: str) -> list[datetime]:
    """When each line was written, in UTC. A line without a time has that of the line before it, or else of the next.

    Args:
        minutes: what the clock showed on each line, in minutes after midnight.
        day: the day on which the log begins.
        zone: the IANA time zone of the clock.
    """
    shown = _filled(minutes)
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    return [(midnight + timedelta(minutes=minute)).astimezone(UTC) for minute in counted(shown)]


def counted(shown: Sequence[int]) -> list[int]:
    """Minutes since the first midnight. When the clock runs backwards, it is past midnight.

    A clock that never shows 13 and jumps back by half a day, as in Ubuntu's logs up to 2007, shows twelve hours.
    """
    jumps = [(before, after) for before, after in pairwise(shown) if before - after > SET_BACK]
    period = HALF_DAY if _shows_twelve_hours(shown, jumps) else DAY
    shift = HALF_DAY if period == HALF_DAY and _hours(*jumps[0]) == _AT_MIDNIGHT else 0
    found = []
    for before, after in pairwise([*shown[:1], *shown]):
        shift += period if before - after > SET_BACK else 0
        found.append(after + shift)
    return found


def _shows_twelve_hours(shown: Sequence[int], jumps: list[tuple[int, int]]) -> bool:
    if not jumps or max(shown) >= 13 * 60:
        return False
    return all(_hours(*jump) in (_AT_ONE, _AT_MIDNIGHT) for jump in jumps)


def _hours(before: int, after: int) -> tuple[int, int]:
    return before // 60, after // 60


def _filled(minutes: Iterable[int | None]) -> list[int]:
    """The same without gaps."""
    known = list(minutes)
    last = next((minute for minute in known if minute is not None), 0)
    found = []
    for minute in known:
        last = minute if minute is not None else last
        found.append(last)
    return found
