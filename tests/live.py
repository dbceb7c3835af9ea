"""A real site: an ASGI server and a Celery worker as processes of their own, on the test's database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

REPOSITORY = Path(__file__).parent.parent
START = 60  # seconds that a process may take to come up
FIRST_PORT, PORTS = 20_000, 1_000  # of each worker; below those that the system gives to clients
_turns = count(os.getpid() % PORTS)  # a child of ours begins elsewhere


def free_port() -> int:
    """A port for a server that is about to start. Each worker of pytest has its own, and none is a client's."""
    first = FIRST_PORT + PORTS * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return next(port for turn in _turns if _is_free(port := first + turn % PORTS))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def database_url(name: str = "") -> str:
    """The address of the database that this test run was given, or of another one beside it."""
    database = settings.DATABASES["default"]
    host, user, name = database["HOST"], database["USER"], name or database["NAME"]
    if host.startswith("/"):
        return f"postgres:///{name}?host={host}&user={user}"
    return f"postgres://{user}:{database['PASSWORD']}@{host}:{database['PORT'] or 5432}/{name}"


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "community.settings"} | more


@contextmanager
def process(command: list[str], says: IO[bytes] | None = None, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the site; what it `says` goes into that file."""
    child = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=REPOSITORY, env=environment(**variables), stdout=says, stderr=says
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class Site:
    """Where a running site is."""

    def __init__(self, port: int, pid: int | None = None) -> None:
        self.port, self.pid = port, pid
        self.http = f"http://localhost:{port}"
        self.ws = f"ws://localhost:{port}/ws/v1/"


@contextmanager
def site(
    server: str = "daphne", port: int | None = None, says: IO[bytes] | None = None, **variables: str
) -> Iterator[Site]:
    """Run the site on `daphne` or `uvicorn` until the block ends."""
    port = port or free_port()
    commands = {
        "daphne": [
            "daphne",
            "-b",
            "127.0.0.1",
            "-p",
            str(port),
            "--access-log",
            os.devnull,
            "community.asgi:application",
        ],
        "uvicorn": [
            "uvicorn",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--log-level",
            "warning",
            "community.asgi:application",
        ],
    }
    with process(commands[server], says, PORT=str(port), **{"BEAT_SECONDS": "2"} | variables) as child:
        here = Site(port, child.pid)
        wait_until(lambda: _answers(here, child), START)
        yield here


@contextmanager
def worker(**variables: str) -> Iterator[None]:
    with process(["celery", "-A", "community", "worker", "--concurrency", "1", "--loglevel", "WARNING"], **variables):
        yield


def wait_until_idle(seconds: float = 20, calm: float = 0.15) -> None:
    """Wait until no other process works on the test's database any more: what it still writes belongs to this test."""
    looked, since = time.monotonic(), None
    while time.monotonic() - looked < seconds:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle')"
            )
            busy = cursor.fetchone()[0]
        if busy:
            since = None
        elif time.monotonic() - (since := since or time.monotonic()) >= calm:
            return
        time.sleep(0.02)


def wait_until(true, seconds: float = 15, every: float = 0.05) -> None:
    """Wait for something that other processes bring about; fail when it does not come."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError("What was waited for did not happen.")
        time.sleep(every)


def _answers(here: Site, child: subprocess.Popen[bytes]) -> bool:
    assert child.poll() is None, "The server ended at its start."
    try:
        with urlopen(f"{here.http}/api/v1/setup/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
