"""What the Makefile can ask for, one function a target."""

import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from community import languages
from community.launch import browser, commands, disk, environment, outside, ports, requirements, services, site, webapp
from community.launch.environment import REPOSITORY
from community.launch.locks import Lock
from community.launch.progress import Terminal, say, step
from community.launch.refusal import Refusal
from community.launch.services import Running
from community.launch.supervisor import Supervisor


def setup() -> None:
    """Everything that can be done before the first run."""
    with _prepared(environment.data_dir()):
        say("  Ready: `make run` opens the site.")


def run() -> None:
    """Set up, then keep the site running until it is told to stop."""
    data, port = environment.data_dir(), ports.chosen()
    services.make_folders(data)
    with _alone_on(data):
        ports.refuse_if_taken(port)
        with _prepared(data) as servers:
            if os.environ.get("DEMO") != "0":
                _manage("demo", "Filling the demo community")
            _serve(port, data, servers)
        say("  Oxbow is closed.")


def build() -> None:
    """The web app alone."""
    webapp.build()


def test() -> None:
    """Install what the checks need and run them, on servers of their own that need not survive the power."""
    requirements.install(requirements.DEVELOPMENT)
    os.environ["CHROMIUM"] = browser.ensure()
    webapp.install()
    with _servers(environment.data_dir() / "test", fsync=False):
        runpy.run_module("tests.checks", run_name="__main__")


def matrix() -> None:
    """Ask every endpoint as everybody, in every phase, under every sanction; `make test` asks as one in turn."""
    requirements.install(requirements.DEVELOPMENT)
    os.environ["WHOLE_MATRIX"] = "1"
    with _servers(environment.data_dir() / "test", fsync=False):
        asking = [sys.executable, "-m", "pytest", "--quiet", "-n", "logical", "tests/contract/permissions"]
        commands.run(asking, "Asking everything as everybody")


def screenshots() -> None:
    """Draw the key screens and compare them with the accepted ones; ACCEPT=1 in the environment accepts them."""
    requirements.install(requirements.DEVELOPMENT)
    os.environ["CHROMIUM"] = browser.ensure()
    webapp.build()
    with _servers(environment.data_dir() / "test", fsync=False):
        drawing = [sys.executable, "-m", "pytest", "--quiet", "--show-capture=no", "tests/e2e/screens.py"]
        commands.run(drawing, "Drawing the screens")


def bench() -> None:
    """Measure; only figures go to the standard output."""
    requirements.install(requirements.DEVELOPMENT)
    runpy.run_module("tests.bench", run_name="__main__")


def bench_stream() -> None:
    """Measure the stream beside a plain chat; only figures go to the standard output."""
    sys.argv.insert(1, "stream")
    bench()


def bench_web() -> None:
    """Measure the built web app in a browser; only figures go to the standard output."""
    requirements.install(requirements.DEVELOPMENT)
    os.environ["CHROMIUM"] = browser.ensure()
    webapp.build()
    sys.argv.insert(1, "web")
    runpy.run_module("tests.bench", run_name="__main__")


def bench_relief() -> None:
    """Measure what catch-up saves its readers; only figures go to the standard output."""
    requirements.install(requirements.DEVELOPMENT)
    runpy.run_module("tests.bench.relief", run_name="__main__")


def faults() -> None:
    """Break everything under load and count what is lost; only the summary goes to the standard output."""
    requirements.install(requirements.DEVELOPMENT)
    runpy.run_module("tests.faults", run_name="__main__")


@contextmanager
def _alone_on(data: Path) -> Iterator[None]:
    """One site on one data folder: two would send every brief twice."""
    lock = Lock(data / "locks" / "site")
    if not lock.take():
        raise Refusal(f"Oxbow already runs on the data folder {data}: stop it, or name another folder in OXBOW_DATA.")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _prepared(data: Path) -> Iterator[Running]:
    """Everything installed, the servers running, the database migrated."""
    services.make_folders(data)
    disk.refuse_if_full(data, disk.LATER_START)
    requirements.install(requirements.RUNTIME)
    outside.refuse_if_unusable()
    webapp.build()
    with _servers(data) as servers:
        if languages.stale():
            _manage("compile_languages", "Compiling the languages")
        _manage("migrate", "Migrating the database")
        yield servers


@contextmanager
def _servers(data: Path, fsync: bool = True) -> Iterator[Running]:
    """Our own servers, for those that no variable names."""
    titles = " and ".join(server.title for server in services.missing())
    with ExitStack() as stack:
        with step(f"Starting {titles}" if titles else "Using the servers named by variables"):
            servers = stack.enter_context(services.running(data, fsync=fsync))
        yield servers


def _manage(command: str, title: str) -> None:
    with step(title):
        commands.run([sys.executable, REPOSITORY / "manage.py", command, "--no-color"], title)


def _serve(port: int, data: Path, servers: Running) -> None:
    opening = site.Opening(port, data)

    def watch() -> None:
        servers.keep()
        opening.look()

    say("  Starting the site")
    Supervisor(site.processes(port, data), watch=watch, finished=Terminal().is_gone).run()
