"""Daphne on a clock that jumps: an hour ahead at SIGUSR1, back at SIGUSR2. `python -m tests.faults.jumping ...`."""

import runpy
import signal
from datetime import UTC, datetime, timedelta

import time_machine

HOUR = timedelta(hours=1)
_travels: list[time_machine.travel] = []


def ahead(number: int, frame: object) -> None:
    if not _travels:
        _travels.append(time_machine.travel(datetime.now(UTC) + HOUR, tick=True))
        _travels[0].start()


def back(number: int, frame: object) -> None:
    if _travels:
        _travels.pop().stop()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, ahead)
    signal.signal(signal.SIGUSR2, back)
    runpy.run_module("daphne", run_name="__main__", alter_sys=True)
