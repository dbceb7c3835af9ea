"""Python on a clock that jumps: an hour ahead at AHEAD, back at BACK. `python -m tests.faults.jumping MODULE ...`.

What the process forks later jumps, too, when it gets the signal.
"""

import runpy
import signal
import sys
from datetime import UTC, datetime, timedelta

import time_machine

HOUR = timedelta(hours=1)
AHEAD, BACK = signal.SIGRTMIN + 1, signal.SIGRTMIN + 2  # Celery has its own use for SIGUSR1 and SIGUSR2
_travels: list[time_machine.travel] = []


def ahead(number: int, frame: object) -> None:
    if not _travels:
        _travels.append(time_machine.travel(datetime.now(UTC) + HOUR, tick=True))
        _travels[0].start()


def back(number: int, frame: object) -> None:
    if _travels:
        _travels.pop().stop()


if __name__ == "__main__":
    signal.signal(AHEAD, ahead)
    signal.signal(BACK, back)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
