"""Which window of a room's week is open, on the wall clock of the room."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chat.terms.agreed import RoomTerms, TalkHours
from community import clock

_WEEK = 8  # days: one that begins today next week is the last that can be next


def window_at(terms: RoomTerms, moment: datetime) -> TalkHours | None:
    """The window that a moment lies in; of several, the one that is written first."""
    today = clock.local(moment, terms.zone).date()
    for window in terms.windows:
        for day in (today - timedelta(days=1), today):
            if _is_on(window, day) and _begin(terms, window, day) <= moment < _end(terms, window, day):
                return window
    return None


def opens_at(terms: RoomTerms, moment: datetime) -> datetime | None:
    """When anybody may post again: None if it is now, or never."""
    if terms.outside == "open" or not terms.windows or window_at(terms, moment):
        return None
    return min((begin for begin in _begins(terms, moment) if begin > moment), default=None)


def is_open(terms: RoomTerms, moment: datetime) -> bool:
    return terms.outside == "open" or not terms.windows or window_at(terms, moment) is not None


def _begins(terms: RoomTerms, moment: datetime) -> Iterator[datetime]:
    today = clock.local(moment, terms.zone).date()
    for ahead in range(_WEEK):
        day = today + timedelta(days=ahead)
        for window in terms.windows:
            if _is_on(window, day):
                yield _begin(terms, window, day)


def _is_on(window: TalkHours, day: date) -> bool:
    return day.isoweekday() in window.days


def _begin(terms: RoomTerms, window: TalkHours, day: date) -> datetime:
    return _at(day, window.first, terms.zone)


def _end(terms: RoomTerms, window: TalkHours, day: date) -> datetime:
    later = window.last <= window.first
    return _at(day + timedelta(days=later), window.last, terms.zone)


def _at(day: date, on_the_clock: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(on_the_clock), ZoneInfo(zone))
