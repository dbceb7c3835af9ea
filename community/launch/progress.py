"""What the person at the keyboard sees: one line a step, with the seconds it took."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str, *, end: str = "\n") -> None:
    """Write to the terminal, which may have been closed under us."""
    try:
        sys.stderr.write(text + end)
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - it lives as long as the process


@contextmanager
def step(title: str) -> Iterator[None]:
    """One step: its title at once, its seconds when it is done."""
    started = time.monotonic()
    say(f"  {title:<44}", end="")
    try:
        yield
    except BaseException:
        say("stopped")
        raise
    say(f"{time.monotonic() - started:6.1f} s")


class Terminal:
    """The terminal that we were started in, unless nohup cut us off from it."""

    def __init__(self) -> None:
        self._number = sys.stderr.fileno()
        self._was_there = os.isatty(self._number) and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN

    def is_gone(self) -> bool:
        """Whether it was closed. Its signal may not have come: make, as a terminal's first program, keeps it."""
        return self._was_there and not os.isatty(self._number)
