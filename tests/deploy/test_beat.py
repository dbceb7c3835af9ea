"""The clock of the background work, as it is deployed, and the probe that looks after it."""

import os
import signal
import time

import pytest
from django.conf import settings

from tests import live
from tests.deploy.behind import START, Behind

STANDSTILL = 11 * 60  # seconds: more than the probe allows
A_WHILE = 300  # seconds: work is due every minute, and what was asked for is written down every three


@pytest.fixture
def beat(front: Behind):
    """Beat for one test, alone: its jobs wait in the broker."""
    yield
    front.running["beat"].send_signal(signal.SIGCONT)
    front.end("beat")


def grow_old(front: Behind) -> None:
    """As if what beat wrote had been written long ago."""
    then = time.time() - STANDSTILL
    for file in front.schedules.iterdir():
        os.utime(file, (then, then))


def test_beat_asks_for_what_is_due_and_its_probe_tells_when_it_stands_still(front: Behind, broker, beat):
    def asked() -> int:
        return sum(broker.llen(f"{settings.REDIS_PREFIX}.{queue.name}") for queue in settings.CELERY_TASK_QUEUES)

    assert not front.schedules.exists()
    front.start_beat()
    live.wait_until(front.beat_is_alive, START, every=0.5)
    front.running["beat"].send_signal(signal.SIGSTOP)
    grow_old(front)
    assert not front.beat_is_alive()
    front.running["beat"].send_signal(signal.SIGCONT)
    live.wait_until(lambda: front.beat_is_alive() and asked() > 0, A_WHILE, every=0.5)
