"""When the demo's busy day was: the last one that is over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from board.demo.script import Script
from community import clock

AFTERWARDS = timedelta(minutes=15)  # for the last edits and reactions


@dataclass(frozen=True)
class Day:
    """A day in a time zone."""

    date: date
    zone: str

    def at(self, text: str, *, days_ago: int = 0) -> datetime:
        """The moment of a time such as 07:04:30, in UTC."""
        day = self.date - timedelta(days=days_ago)
        return datetime.combine(day, time.fromisoformat(text), ZoneInfo(self.zone)).astimezone(UTC)


def busy_day(script: Script) -> Day:
    """Today where the owner lives, if all that happens then is past; else yesterday."""
    zone = script.owner.timezone
    today = Day(clock.today(zone), zone)
    is_over = today.at(script.last_at()) + AFTERWARDS < clock.now()
    return today if is_over else Day(today.date - timedelta(days=1), zone)
