"""The processes of the site, and the moment when it answers."""

import os
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from community.launch import banner, ports
from community.launch.child import Process
from community.launch.environment import REPOSITORY
from community.launch.progress import say

# Daphne applies these to what it sends as well, so they leave room for a full page of history.
LARGEST_MESSAGE = 1_048_576  # bytes
WORKERS = 2
SLOW = 30.0  # seconds without an answer after which we say that we still wait
CELERY_AS_ROOT = "ignore:You're running the worker with superuser privileges"


def processes(port: int, data: Path) -> list[Process]:
    """The web server, the worker and the clock, as in production."""
    return [
        Process("web", _daphne(port), folder=REPOSITORY, grace=10),
        Process("worker", _celery("worker", "--concurrency", str(WORKERS)), folder=REPOSITORY, grace=15),
        Process("beat", _celery("beat", "--schedule", str(data / "beat"), "--pidfile="), folder=REPOSITORY, grace=5),
    ]


def _daphne(port: int) -> list[str]:
    limits = ("--websocket-max-message-size", "--websocket-max-frame-size")
    return [
        *(sys.executable, "-m", "daphne", "--bind", ports.EVERYWHERE, "--port", str(port), "--verbosity", "0"),
        *(part for limit in limits for part in (limit, str(LARGEST_MESSAGE))),
        *("--no-server-name", "community.asgi:application"),
    ]


def _celery(*arguments: str) -> list[str]:
    command = (sys.executable, "-W", CELERY_AS_ROOT, "-m", "celery", "--app", "community", "--quiet")
    return [*command, *arguments, "--loglevel", "WARNING"]


class Opening:
    """Watches for the first answer of the web server and announces it."""

    def __init__(self, port: int, data: Path) -> None:
        self.port = port
        self.data = data
        self.open = False
        self.since = time.monotonic()

    def look(self) -> None:
        """Announce the site once, or say now and then that it is slow."""
        if self.open:
            return
        if answers(self.port):
            self.open = True
            accounts = [] if os.environ.get("DEMO") == "0" else banner.demo_accounts(self.data)
            say(banner.text(self.port, ports.lan_address(), accounts))
        elif time.monotonic() - self.since > SLOW:
            self.since = time.monotonic()
            say("  The web server does not answer yet.")


def answers(port: int) -> bool:
    """Whether an HTTP server answers anything at all there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
