"""`make bench`: one line of JSON a figure. Timings are medians of several runs, and of both systems in the same run."""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from community.launch import services
from tests.bench.systems import ROOT, Oxbow, System, Tutorial, serving

DATA = ROOT / ".data" / "bench"
RUNS = 3
MEMBERS = 100
GENEROUS = dict.fromkeys(("POSTS_PER_10_SECONDS", "COMMANDS_PER_10_SECONDS", "REQUESTS_PER_MINUTE"), "100000000")


def main() -> None:
    with services.running(DATA):
        os.environ |= GENEROUS | {"REDIS_PREFIX": "bench", "DJANGO_SETTINGS_MODULE": "community.settings"}
        databases = {name: _new_database(name) for name in ("oxbow", "tutorial")}
        _manage("migrate", "--verbosity", "0", DATABASE_URL=databases["oxbow"])
        os.environ["DATABASE_URL"] = databases["oxbow"]
        measure_live(databases)
        measure_opening()
        measure_proposal()
        measure_import()


def report(bench: str, system: str, **figures: object) -> None:
    print(json.dumps({"bench": bench, "system": system} | figures), flush=True)


def measure_live(databases: dict[str, str]) -> None:
    """Both systems in turns, so that a busy moment of the machine meets both."""
    from tests.bench import stage

    cookies, rooms = stage.people_and_rooms(MEMBERS)
    stage.make_tutorial_table(databases["tutorial"])
    with (
        serving("community.asgi:application", "/api/v1/setup/") as ours,
        serving("tests.bench.tutorial.asgi:application", "/", DATABASE_URL=databases["tutorial"]) as theirs,
    ):
        systems: list[System] = [Oxbow(ours, cookies, rooms), Tutorial(theirs)]
        _posts(systems)
        _latency(systems)


def _posts(systems: list[System]) -> None:
    from tests.bench.load import SENDERS, acknowledged_posts

    rates = _in_turns(systems, lambda system: asyncio.run(acknowledged_posts(system, 5)))
    for name, runs in rates.items():
        report("posts", name, senders=SENDERS, acknowledged_per_second=round(statistics.median(runs), 1))
    ratio = statistics.median(rates["oxbow"]) / statistics.median(rates["tutorial"])
    report("posts", "oxbow", ratio_to_tutorial=round(ratio, 2))


def _latency(systems: list[System]) -> None:
    from tests.bench.load import latency

    rate, seconds = 10, 8
    waits = _in_turns(systems, lambda system: asyncio.run(latency(system, MEMBERS, rate, seconds)))
    medians = {}
    for name, runs in waits.items():
        p50 = statistics.median(statistics.median(run) for run in runs)
        p99 = medians[name] = statistics.median(statistics.quantiles(run, n=100)[98] for run in runs)
        missing = sum(rate * seconds * MEMBERS - len(run) for run in runs)
        report("send to seen", name, members=MEMBERS, p50_ms=round(p50, 1), p99_ms=round(p99, 1), missing=missing)
    report("send to seen", "oxbow", p99_ratio_to_tutorial=round(medians["oxbow"] / medians["tutorial"], 2))


def _in_turns(systems: list[System], run: Callable[[System], object]) -> dict[str, list]:
    results: dict[str, list] = {system.name: [] for system in systems}
    for _ in range(RUNS):
        for system in systems:
            results[system.name].append(run(system))
    return results


def measure_opening() -> None:
    """The latest page of a room over HTTP, and the page around its middle."""
    from tests.bench import stage

    medians = {}
    for size in (100, 100_000):
        latest, middle = stage.open_room(size)
        medians[size] = latest
        report("open a room", "oxbow", messages=size, latest_ms=round(latest, 2), middle_ms=round(middle, 2))
    report("open a room", "oxbow", ratio_of_100000_to_100=round(medians[100_000] / medians[100], 2))


def measure_proposal() -> None:
    """The conversation of a message, with title, category and tags, ready to be promoted."""
    from tests.bench import stage

    report("propose", "oxbow", messages=100_000, median_ms=round(stage.propose(), 1))


def measure_import() -> None:
    from tests.bench import stage

    log = DATA / "2026-01-05.txt"
    log.write_text(stage.irc_log(100_000))
    started = time.perf_counter()
    answer = _manage("import_chat", "irc", str(log), "--community", "bench", "--room", "imported")
    seconds = time.perf_counter() - started
    summary = json.loads(answer.strip().splitlines()[-1])
    report(
        "import", "oxbow", lines=summary["lines"], messages=summary["messages"], seconds=round(seconds, 1),
        lines_per_second=round(summary["lines"] / seconds),
    )  # fmt: skip


def _new_database(name: str) -> str:
    """An empty database of this name on the bench's own server; its address."""
    import psycopg

    url = os.environ["DATABASE_URL"].replace("/oxbow?", "/postgres?")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "bench_{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "bench_{name}"')
    return url.replace("/postgres?", f"/bench_{name}?")


def _manage(*arguments: str, **variables: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=Path(ROOT), env=os.environ | variables, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
