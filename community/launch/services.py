"""The servers of our own, shared by all who need them: the site, a management command, a test run.

Each server has a keeper: a small process that starts it and keeps it alive while anybody uses it. Every user
holds a shared lock on a file. When the keeper can take that lock alone, nobody is left, and it stops the server;
the kernel frees the lock of a user that was killed, so nothing has to be cleaned up after it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from community.launch import environment, locks, postgres, valkey
from community.launch.child import Process
from community.launch.locks import Lock
from community.launch.refusal import Refusal
from community.launch.supervisor import Supervisor

START_SECONDS = 120.0  # recovery after a crash can take long on a slow disk
STOP_SECONDS = 40.0
TAKEN_SECONDS = 1.0  # a lock may be taken for a moment by somebody who only looks whether it is free

# Management commands that read or write nothing in the servers.
OFFLINE = {"help", "version", "--help", "-h", "--version", "check", "diffsettings", "startapp"}
OFFLINE |= {"makemessages", "compilemessages", "compile_languages", "collectstatic", "findstatic"}
OFFLINE |= {"find_conversations", "train_conversations"}


@dataclass(frozen=True)
class Server:
    """One kind of server: the variable that names another one instead, and how to run our own."""

    name: str
    title: str
    variable: str
    url: Callable[[Path], str]
    process: Callable[[Path, bool], Process]
    is_ready: Callable[[Path], bool]


SERVERS = (
    Server("postgres", "PostgreSQL", "DATABASE_URL", environment.database_url, postgres.process, postgres.is_ready),
    Server("redis", "Redis", "REDIS_URL", environment.redis_url, valkey.process, valkey.is_ready),
)


class Keeper:
    """The keeper's process, seen from the one who started it."""

    def __init__(self, name: str, data: Path, fsync: bool) -> None:
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the keeper
        options = [] if fsync else ["--no-fsync"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "community.launch", "keep", name, "--data", str(data), *options],
            cwd=environment.REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=self._words,
            stderr=self._words,
            start_new_session=True,  # neither Ctrl-C nor a closed terminal reach it
        )

    def wait(self) -> None:
        """Wait for its last moment, in which it has let go of its lock already."""
        self._process.wait(STOP_SECONDS)

    def refuse_if_ended(self) -> None:
        """Pass on why it gave up."""
        if self._process.poll() is None:
            return
        self._words.seek(0)
        words = self._words.read().decode(errors="replace").strip().splitlines()
        raise Refusal(words[-1] if words else "A server of our own ended at its start.")


class Use:
    """Our use of one server, from begin() to end()."""

    def __init__(self, server: Server, data: Path, fsync: bool = True) -> None:
        self.server = server
        self.data = data
        self.fsync = fsync
        self._users = Lock(data / "locks" / f"{server.name}.users")
        self._keeper = Lock(data / "locks" / f"{server.name}.keeper")
        self._starting = Lock(data / "locks" / f"{server.name}.starting")
        self._started: Keeper | None = None

    def begin(self) -> None:
        """Say that we use it; waits while a keeper is stopping the server."""
        if not self._users.wait(locks.SHARED, STOP_SECONDS):
            raise Refusal(f"{self.server.title} is being stopped and does not end; see {self.data / 'log'}.")
        try:
            self.ensure()
        except BaseException:
            self.end()
            raise

    def ensure(self) -> None:
        """Have a keeper, and wait until the server answers."""
        if self._is_kept():
            return
        with self._starting:
            self._start()

    def _start(self) -> None:
        deadline, keeper = time.monotonic() + START_SECONDS, None
        while not self._is_kept():
            if self._keeper.is_free():
                if keeper is None:
                    keeper = self._started = Keeper(self.server.name, self.data, self.fsync)
                keeper.refuse_if_ended()
            if time.monotonic() > deadline:
                log = self.data / "log" / f"{self.server.name}.log"
                raise Refusal(f"{self.server.title} did not start within {START_SECONDS:.0f} s; see {log}.")
            time.sleep(locks.PAUSE)

    def _is_kept(self) -> bool:
        return not self._keeper.is_free() and self.server.is_ready(self.data)

    def lost(self) -> bool:
        """Whether the keeper is gone although we still use the server."""
        return self._keeper.is_free()

    def end(self) -> None:
        """Say that we are done; if nobody else uses the server, wait until it is stopped."""
        self._users.release()
        deadline = time.monotonic() + STOP_SECONDS
        while not self._keeper.is_free() and not self._others() and time.monotonic() < deadline:
            time.sleep(locks.PAUSE)
        if self._started and self._keeper.is_free():
            self._started.wait()

    def _others(self) -> bool:
        """Whether somebody else uses it: it cannot be had alone, but it can be shared."""
        return not self._users.is_free(locks.ALONE) and self._users.is_free(locks.SHARED)


def missing() -> list[Server]:
    """The servers that no variable names."""
    return [server for server in SERVERS if not os.environ.get(server.variable, "").strip()]


class Running:
    """The servers that a block has, and the variables that name them."""

    def __init__(self, uses: Sequence[Use], variables: Mapping[str, str]) -> None:
        self.uses = uses
        self.variables = variables

    def keep(self) -> None:
        """Start again what was killed together with its keeper."""
        for use in self.uses:
            if use.lost():
                use.ensure()


@contextmanager
def running(data: Path | None = None, *, fsync: bool = True) -> Iterator[Running]:
    """Have the servers that no variable names, for the time of the block, and name them in the environment.

    Nested blocks, child processes and other programs on the same data folder share them.
    """
    data = data or environment.data_dir()
    uses = [Use(server, data, fsync) for server in missing()]
    variables = {"OXBOW_DATA": str(data), **{use.server.variable: use.server.url(data) for use in uses}}
    with ExitStack() as stack:
        if uses:
            make_folders(data)
        for use in uses:
            use.begin()
            stack.callback(use.end)
        stack.enter_context(_environment(variables))
        yield Running(uses, variables)


@contextmanager
def for_command(arguments: Sequence[str]) -> Iterator[None]:
    """The servers for one management command, if it is one that talks to them."""
    if len(arguments) < 2 or OFFLINE & set(arguments[1:]):
        yield
        return
    with running():
        yield


def keep(name: str, data: Path, fsync: bool) -> None:
    """The keeper's whole life: run the server until nobody uses it. A second keeper ends at once."""
    server = next(server for server in SERVERS if server.name == name)
    alive, users = Lock(data / "locks" / f"{name}.keeper"), Lock(data / "locks" / f"{name}.users")
    if not alive.wait(seconds=TAKEN_SECONDS):
        return
    Supervisor([server.process(data, fsync)], finished=users.take).run()
    users.release()
    alive.release()


def make_folders(data: Path) -> None:
    """The data folder and what the launcher needs in it."""
    environment.make_data_dir(data)
    for name in ("locks", "log"):
        try:
            (data / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise environment.unusable(data, error) from error


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables for this process and its children; PGPORT would lead psycopg to another socket."""
    before = {name: os.environ.get(name) for name in (*variables, "PGPORT")}
    os.environ.pop("PGPORT", None)
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
