"""Jobs that are due by the clock, on a machine whose clock is set forward and back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import Celery
from django.conf import settings

from community.jobs.clock import LONGEST, Clock

BEGINS = datetime(2026, 3, 10, 9, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(tmp_path):
    app = Celery("clock", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    every_minute = {"task": "nothing", "schedule": 60.0, "options": {"queue": "clock"}}
    app.conf.beat_schedule = {"one": every_minute, "other": every_minute}
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    with time_machine.travel(BEGINS, tick=False) as travel, app.connection() as connection:
        clock = Clock(app, schedule_filename=str(tmp_path / "beat"))
        clock.travel = travel
        yield clock
        clock.close()
        connection.default_channel.queue_delete("clock")


def _sent(clock: Clock) -> int:
    """Let everything go that is due; how often jobs have been sent by now."""
    while clock.tick() == 0:
        pass
    return sum(entry.total_run_count for entry in clock.schedule.values())


def test_jobs_are_due_in_their_turn_after_the_clock_was_set_back(clock):
    assert _sent(clock) == 0
    clock.travel.shift(HOUR)
    assert _sent(clock) == 2
    clock.travel.shift(-HOUR)
    assert _sent(clock) == 2
    clock.travel.shift(timedelta(seconds=61))
    assert _sent(clock) == 4


def test_the_clock_is_looked_at_every_minute_whatever_is_due(clock):
    assert clock.max_interval == LONGEST
    assert 0 < clock.tick() <= LONGEST


def test_beat_runs_on_this_clock():
    assert f"{Clock.__module__}:{Clock.__qualname__}" == settings.CELERY_BEAT_SCHEDULER
