"""A PostgreSQL and a Redis that may be killed, stopped and frozen: nobody else uses them."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from community.launch import child, environment, postgres, services, valkey
from community.launch.child import Process

READY = 120  # seconds in which a server must answer after its start


class Server:
    """One server process in our hands."""

    def __init__(self, process: Process, is_ready: Callable[[], bool]) -> None:
        self._process = process
        self._is_ready = is_ready
        self._running = child.start(process)
        self.wait()

    def start(self) -> None:
        self._running = child.start(self._process)
        self.wait()

    def wait(self) -> None:
        """Wait until it takes connections."""
        deadline = time.monotonic() + READY
        while not self._is_ready():
            assert self._running.poll() is None, f"{self._process.name} ended at its start; see {self._process.log}."
            assert time.monotonic() < deadline, f"{self._process.name} does not answer; see {self._process.log}."
            time.sleep(0.05)

    def kill(self) -> None:
        """End it with no chance to say goodbye."""
        child.kill_group(self._running)

    def crash(self) -> None:
        """The nearest to that for PostgreSQL, whose children would outlive a kill: it writes nothing down."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """End it as its operator would."""
        self._end(self._process.stop)

    def _end(self, number: signal.Signals) -> None:
        if self._running.poll() is None:
            self._running.send_signal(number)
            self._running.wait(self._process.grace)

    def freeze(self) -> None:
        os.kill(self._running.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self._running.pid, signal.SIGCONT)


class Servers:
    """Both of them on a data folder of their own, with an empty database, named in the environment."""

    def __init__(self, data: Path) -> None:
        services.make_folders(data)
        self.data = data
        self.postgres = Server(_with_commit_times(postgres.process(data)), lambda: postgres.is_ready(data))
        self.redis = Server(valkey.process(data), lambda: valkey.is_ready(data))
        os.environ |= {"OXBOW_DATA": str(data), "DATABASE_URL": self._new_database()}
        os.environ["REDIS_URL"] = environment.redis_url(data)
        os.environ.pop("PGPORT", None)

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()

    def _new_database(self) -> str:
        url = environment.database_url(self.data)
        with psycopg.connect(url.replace("/oxbow?", "/postgres?"), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS faults WITH (FORCE)")
            connection.execute("CREATE DATABASE faults")
        return url.replace("/oxbow?", "/faults?")


def _with_commit_times(process: Process) -> Process:
    """The audit asks which of two transactions committed first."""
    command = [*process.command, "--track_commit_timestamp=on"]
    return Process(**{**vars(process), "command": command})
