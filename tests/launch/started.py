"""Programs that the tests start, and the processes that are left of them."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from community.launch.environment import REPOSITORY

PATIENCE = 300.0  # seconds; machines that run checks are busy, and a first start makes the whole database
NAMED = ("DATABASE_URL", "REDIS_URL", "OXBOW_DATA", "DEMO", "PORT", "DJANGO_SETTINGS_MODULE")


def variables(data: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who set nothing but the data folder; it also marks the process as ours."""
    plain = {name: value for name, value in os.environ.items() if name not in NAMED}
    return {**plain, "OXBOW_DATA": str(data), "PYTHONUNBUFFERED": "1", **more}


class Started:
    """A program in a session of its own, and what it said."""

    def __init__(self, command: list[str], data: Path, **more: str) -> None:
        self.data = data
        descriptor, path = tempfile.mkstemp(dir=data.parent, prefix="said-")
        self.log = Path(path)
        with open(descriptor, "wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=variables(data, **more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until it said that often enough."""
        until(lambda: self.said.count(text) >= times or self.process.poll() is not None)
        assert self.said.count(text) >= times, self.said

    def signal(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def python(code: str, data: Path, **more: str) -> Started:
    return Started([sys.executable, "-c", code], data, **more)


def launcher(verb: str, data: Path, **more: str) -> Started:
    return Started([sys.executable, "-m", "community.launch", verb], data, **more)


def manage(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, env=variables(data, **more), capture_output=True, text=True)


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for something to become true, no longer than that."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)


def left_of(data: Path) -> list[str]:
    """The living processes that know this data folder, from their arguments or their environment."""
    mark, found = os.fsencode(data), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes()
            if arguments and mark in arguments + (process / "environ").read_bytes():
                found.append(f"{process.name} {arguments.replace(bytes(1), b' ').decode(errors='replace')}")
        except OSError:
            continue
    return found
