"""The site as production runs it, with as many web servers as ports, under our own supervisor.

Run as `python -m tests.faults.site PORT...` it is the supervisor; `Site` is that from outside.
"""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from community.launch import child, environment, site
from community.launch.child import Process
from community.launch.supervisor import Patience, Supervisor
from tests.live import REPOSITORY, free_port, wait_until

START = 120  # seconds
PATIENT = Patience(quick=1, deaths=30, longest_wait=4)  # faults come closer together here than in life


def processes(ports: list[int], data: Path) -> list[Process]:
    """A web server for each port, the last one on a clock that can jump; one worker, one beat."""
    webs = [replace(_web(port, data), name=f"web-{port}") for port in ports]
    webs[-1] = replace(webs[-1], command=_jumping(webs[-1].command))
    return [*webs, *(process for process in site.processes(ports[0], data) if process.name in {"worker", "beat"})]


def _web(port: int, data: Path) -> Process:
    return next(process for process in site.processes(port, data) if process.name == "web")


def _jumping(command: list[str]) -> list[str]:
    return ["tests.faults.jumping" if part == "daphne" else part for part in command]


class Site:
    """The running site: its processes can be found and sent signals."""

    def __init__(self, servers: int) -> None:
        self.ports = [free_port() for _ in range(servers)]
        self.data = environment.data_dir()
        self.log = self.data / "log" / "site.log"
        with self.log.open("wb") as output:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.site", *map(str, self.ports)],
                cwd=REPOSITORY,
                stdout=output,
                stderr=output,
                env=os.environ | {"PYTHONFAULTHANDLER": "1"},  # a process that hangs says where: SIGABRT
                preexec_fn=child.dying_with_us(signal.SIGTERM),
            )
        wait_until(lambda: self._is_up() and all(map(self.answers, self.ports)), START)

    def stop(self) -> None:
        self._supervisor.terminate()
        self._supervisor.wait(60)

    def pid_of(self, mark: str) -> int | None:
        """The process of ours that runs this, or the web server on this port."""
        for pid in _children(self._supervisor.pid):
            if mark in _command(pid):
                return pid
        return None

    def signal(self, mark: str, number: signal.Signals) -> int:
        """Send a signal to one of the processes; its id."""
        pid = self.pid_of(mark)
        assert pid is not None, f"There is no {mark}."
        os.kill(pid, number)
        return pid

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

    def tracebacks(self) -> int:
        return self.log.read_text(errors="replace").count("Traceback (most recent call last)")

    def _is_up(self) -> bool:
        assert self._supervisor.poll() is None, f"The site ended at its start; see {self.log}."
        return True


def _children(parent: int) -> list[int]:
    return [int(pid) for path in Path(f"/proc/{parent}/task").glob("*/children") for pid in path.read_text().split()]


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


if __name__ == "__main__":
    wanted = [int(port) for port in sys.argv[1:]]
    Supervisor(processes(wanted, environment.data_dir()), patience=PATIENT).run()
