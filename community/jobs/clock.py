"""The clock that sends jobs when they are due, on a machine whose own clock may be set back."""

from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry

LONGEST = 60  # seconds between two looks at the machine's clock


class Clock(PersistentScheduler):
    """Beat's own schedule, which would wait for as long as the clock was set back: an hour, or a day.

    What was sent by a moment that has not come yet counts as sent now, so that each job is due in its turn again.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.max_interval = min(self.max_interval or LONGEST, LONGEST)

    def tick(self, *args: Any, **more: Any) -> float:
        if ahead := [entry for entry in self.schedule.values() if _ran_later_than_now(entry)]:
            for entry in ahead:
                entry.last_run_at = entry.default_now()
            self._heap = None  # it holds the moments at which they would have been due
        return super().tick(*args, **more)


def _ran_later_than_now(entry: ScheduleEntry) -> bool:
    return entry.last_run_at is not None and entry.last_run_at > entry.default_now()
