"""The servers under measurement: how they are started, each on databases of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from community.launch import environment, services
from tests.bench.stream.machine import LOAD_CORE, SERVER_CORE, on_core
from tests.live import free_port

ROOT = Path(__file__).parents[2]
DATA = environment.data_dir() / "bench"
SYSTEMS = ("oxbow", "tutorial")
SERVERS = ("daphne", "uvicorn")  # for sockets; gunicorn has pages only
APPLICATIONS = {"oxbow": "community.asgi:application", "tutorial": "tests.bench.tutorial.asgi:application"}
PAGES = "community.wsgi:application"
LIMITS = (  # not what is measured
    "POSTS_PER_10_SECONDS", "POSTS_PER_MINUTE", "REPEATED_POSTS", "COMMANDS_PER_10_SECONDS", "REQUESTS_PER_MINUTE",
)  # fmt: skip
TUTORIAL_TABLE = """
import django; django.setup()
from django.db import connection
from tests.bench.tutorial.models import Message
with connection.schema_editor() as editor: editor.create_model(Message)
"""


def report(bench: str, system: str, **figures: object) -> None:
    print(json.dumps({"bench": bench, "system": system} | figures), flush=True)


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """A PostgreSQL and a Redis for the bench alone, beside the server under measurement; each system's database."""
    services.make_folders(DATA)
    with on_core(SERVER_CORE), services.running(DATA):
        os.environ |= dict.fromkeys(LIMITS, "100000000")
        os.environ |= {"REDIS_PREFIX": "bench", "DJANGO_SETTINGS_MODULE": "community.settings"}
        addresses = {system: _new_database(system) for system in SYSTEMS}
        _make_tutorial_table(addresses["tutorial"])
        os.environ["DATABASE_URL"] = addresses["oxbow"]
        manage("migrate", "--verbosity", "0")
        with on_core(LOAD_CORE):
            yield addresses


def manage(*arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def _new_database(system: str) -> str:
    """An empty database of the system's on the bench's own server; its address."""
    import psycopg

    server, _, name = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    how = os.environ["DATABASE_URL"].removeprefix(f"{server}/{name}")
    with psycopg.connect(f"{server}/postgres{how}", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "bench_{system}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "bench_{system}"')
    return f"{server}/bench_{system}{how}"


def _make_tutorial_table(database: str) -> None:
    variables = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.bench.tutorial.settings"}
    subprocess.run([sys.executable, "-c", TUTORIAL_TABLE], cwd=ROOT, env=os.environ | variables, check=True)


@dataclass(frozen=True)
class Serving:
    """A server that answers."""

    port: int
    pid: int


@contextmanager
def serving(system: str, database: str, server: str = "daphne", **more: str) -> Iterator[Serving]:
    """Run a system's server process on its core until the block ends."""
    port = free_port()
    variables = {"DATABASE_URL": database, "PORT": str(port)} | more
    command = _command(server, port, PAGES if server == "gunicorn" else APPLICATIONS[system])
    with on_core(SERVER_CORE), (DATA / "log" / f"{system}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, stdout=log, stderr=log)
    try:
        _wait_for_answer(f"http://127.0.0.1:{port}/api/v1/setup/", process)
        yield Serving(port, process.pid)
    finally:
        # Nothing of it is needed any more, and its sockets are gone; but gunicorn's own processes would outlive it.
        process.terminate() if server == "gunicorn" else process.kill()
        process.wait()


def _command(server: str, port: int, application: str) -> list[str]:
    where = {
        "daphne": ["-b", "127.0.0.1", "-p", str(port), "-v", "0"],
        "uvicorn": ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--ws-max-size", "1048576"],
        "gunicorn": [
            "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--workers", "1",
            "--keep-alive", "75", "--log-level", "error",
        ],
    }  # fmt: skip
    return [sys.executable, "-m", server, *where[server], application]


def _wait_for_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"The server ended at its start; see {DATA / 'log'}.")
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError as error:
            if getattr(error, "code", None):  # it answers, if only with a refusal
                return
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer.")
