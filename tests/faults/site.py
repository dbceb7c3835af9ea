"""The site as production runs it, under our own supervisor.

Run as `python -m tests.faults.site LAYOUT` it is the supervisor; `Site` is that from outside.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from community.launch import child, environment
from community.launch.supervisor import Patience, Supervisor
from tests.faults.layout import Layout, processes
from tests.live import REPOSITORY, wait_until

START = 120  # seconds
PATIENT = Patience(quick=1, deaths=30, longest_wait=4)  # faults come closer together here than in life


class Site:
    """The running site: its processes can be found and sent signals."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.data = environment.data_dir()
        self.log = self.data / "log" / "site.log"
        with self.log.open("wb") as output:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.site", str(layout)],
                cwd=REPOSITORY,
                stdout=output,
                stderr=output,
                env=os.environ | {"PYTHONFAULTHANDLER": "1"},  # a process that hangs says where: SIGABRT
                preexec_fn=child.dying_with_us(signal.SIGTERM),
            )
        ports = {*layout.servers.values(), *layout.doors}
        wait_until(lambda: self._is_up() and all(map(self.answers, ports)), START)

    def stop(self) -> None:
        self._supervisor.terminate()
        self._supervisor.wait(60)

    def pid_of(self, mark: str) -> int | None:
        """The process of ours with this among its arguments, or that says so of itself."""
        for pid in _children(self._supervisor.pid):
            command = _command(pid)
            if mark in command or (command[:1] and command[0].startswith(mark)):
                return pid
        return None

    def below(self, mark: str) -> set[int]:
        """What one of the processes has forked."""
        pid = self.pid_of(mark)
        return set(_children(pid)) if pid else set()

    def signal(self, mark: str, number: signal.Signals) -> int:
        """Send a signal to one of the processes; its id."""
        pid = self.pid_of(mark)
        assert pid is not None, f"There is no {mark}."
        os.kill(pid, number)
        return pid

    def jump(self, number: int, marks: Sequence[str]) -> None:
        """Let the clock jump in these processes and in what they have forked."""
        for pid in filter(None, map(self.pid_of, marks)):
            for one in (pid, *_descendants(pid)):
                os.kill(one, number)

    def jobs_sent(self) -> int:
        """How many jobs beat has sent because they were due."""
        return self.log.read_text(errors="replace").count("Sending due task")

    def is_back(self, mark: str, before: int) -> bool:
        """Whether another process has taken the place of the one that ended."""
        return self.pid_of(mark) not in {None, before}

    def answers(self, port: int) -> bool:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/api/v1/setup/")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def tracebacks(self) -> Counter[str]:
        """What processes had to say of errors, by process and kind."""
        return errors(self.log.read_text(errors="replace").splitlines())

    def _is_up(self) -> bool:
        assert self._supervisor.poll() is None, f"The site ended at its start; see {self.log}."
        return True


def errors(lines: Iterable[str]) -> Counter[str]:
    """The last line of each traceback, which names the error: the first one that is not indented."""
    found: Counter[str] = Counter()
    within: set[str] = set()
    for line in lines:
        name, _, said = line.partition(" | ")
        if said.startswith("Traceback (most recent call last)"):
            within.add(name)
        elif name in within and said[:1].strip():
            within.remove(name)
            found[f"{name.strip().partition('-')[0]}: {said.partition(':')[0]}"] += 1
    return found


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task")
    try:
        return [int(pid) for path in tasks.glob("*/children") for pid in path.read_text().split()]
    except OSError:  # it ended meanwhile
        return []


def _descendants(pid: int) -> list[int]:
    children = _children(pid)
    return children + [later for child in children for later in _descendants(child)]


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


if __name__ == "__main__":
    Supervisor(processes(Layout.read(sys.argv[1]), environment.data_dir()), patience=PATIENT).run()
