"""One child process: started in a group of its own, dying with us, stopped with its whole group."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from community.launch.people import User

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Process:
    """What to run, and how to stop it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)  # added to ours
    folder: Path | None = None
    user: User | None = None
    before: Callable[[], None] | None = None  # done before each start
    stop: signal.Signals = signal.SIGTERM
    grace: float = 10.0  # seconds from the stop signal to the kill
    log: Path | None = None  # where the output goes; without one we read it


def start(process: Process) -> subprocess.Popen[bytes]:
    """Start it. Its output comes through stdout when there is no log."""
    if process.before:
        process.before()
    output = _open(process.log) if process.log else None
    try:
        return subprocess.Popen(
            process.command,
            env=variables(process.environment),
            cwd=process.folder,
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dying_with_us(process.stop),
            **as_user(process.user),
        )
    finally:
        if output:
            output.close()


def variables(added: Mapping[str, str]) -> dict[str, str]:
    """Our environment with some variables added."""
    return {**os.environ, **added}


def dying_with_us(stop: signal.Signals) -> Callable[[], None] | None:
    """What a new child does first on Linux: ask the kernel for this signal when we die, even by kill -9."""
    if _libc is None:
        return None
    parent, prctl = os.getpid(), _libc.prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(stop))
        if os.getppid() != parent:  # we died before the question
            os._exit(1)

    return ask


def stop_all(children: Sequence[tuple[Process, subprocess.Popen[bytes]]]) -> None:
    """Ask all to stop at once, wait for each its grace, kill what is left."""
    for process, running in children:
        if running.poll() is None:
            running.send_signal(process.stop)
    asked = time.monotonic()
    for process, running in children:
        with suppress(subprocess.TimeoutExpired):
            running.wait(max(0.01, asked + process.grace - time.monotonic()))
        kill_group(running)


def kill_group(running: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started, and reap it."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _open(log: Path) -> IO[bytes]:
    """The log, begun anew when it has grown past 5 MB."""
    grown = log.exists() and log.stat().st_size > 5_000_000
    return log.open("wb" if grown else "ab")


def as_user(user: User | None) -> dict[str, Any]:
    """The arguments that start a program as that user, who is not us."""
    if user is None or user.uid == os.geteuid():
        return {}
    return {"user": user.uid, "group": user.gid, "extra_groups": []}
