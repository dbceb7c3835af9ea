"""`python -m tests.bench stream`: measures the stream, ours and the tutorial's in turns, one line of JSON a figure.

Every figure is the median of `--reps` runs; `range` holds the least and the most. `load_cpu` is the share of its core
that the load generator used: near 1, the load and not the server would be what is measured.
"""

import argparse
import asyncio
import gc
import statistics
import subprocess
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import uvloop

from tests.bench.stream import jobs, machine
from tests.bench.stream.fleet import Fleet
from tests.bench.stream.jobs import Figures
from tests.bench.stream.tongues import Oxbow, Tongue, Tutorial
from tests.bench.systems import ROOT, SERVERS, SYSTEMS, Serving, databases, report, serving

T = TypeVar("T")
Run = Callable[[Fleet], Awaitable[Figures]]
Course = Callable[..., Awaitable[list[Figures]]]
READING = "http"  # the pages, which `reading` measures
REPS = 5
PAGES_SECONDS = 2  # of each measurement of a page, at most
WARM_UP = 1.0  # seconds
SOCKETS = 2000  # idle, and in a storm; half of them in one as the web app makes it
ROOMS, OWN = 30, 3  # of a member's list, and topics that the web app follows beside them
FIRST_SOCKETS = 50  # by which the server has loaded all that it needs


@dataclass(frozen=True)
class Plan:
    """One figure: what is told of its size, who sits where, and how it is measured.

    Attributes:
        rooms: of each person those that they follow.
        as_the_app: they follow and ask for what the web app does beside the rooms; the tutorial has none of that.
    """

    bench: str
    size: Figures
    rooms: list[list[int]]
    course: Course
    as_the_app: bool = False


def plans(seconds: float, sockets: int) -> list[Plan]:
    """All figures; `seconds` is the unit of their length."""
    found = [_crowded("fanout", members, partial(jobs.fanout, seconds=seconds)) for members in (100, 500, 1000)]
    found.append(_crowded("rate", 1000, partial(jobs.rate, seconds=2 * seconds, per_second=10), per_s=10))
    found.append(_crowded("calm", 100, partial(jobs.rate, seconds=2 * seconds, per_second=1), per_s=1))
    found += [_side_by_side(rooms, members, seconds) for rooms, members in ((8, 10), (64, 10), (64, 1))]
    found.append(Plan("idle", {"sockets": sockets}, [[0]] * (sockets + FIRST_SOCKETS), _idle))
    found.append(_storm(sockets, 1))
    found.append(_storm(sockets // 2, ROOMS))
    return found


def _storm(sockets: int, rooms: int) -> Plan:
    """Each follows one room; or as many as the list of a member of the web app is long, and what else that follows."""
    size = {"sockets": sockets, "given_up_s": jobs.GIVEN_UP} | ({"topics": rooms + OWN} if rooms > 1 else {})
    followed = [list(range(rooms))] * (sockets + 1)
    return Plan("storm", size, followed, partial(_repeated, run=jobs.storm), as_the_app=rooms > 1)


def _crowded(bench: str, members: int, run: Run, **size: object) -> Plan:
    course = partial(_repeated, run=run, warm_up=partial(jobs.fanout, seconds=WARM_UP))
    return Plan(bench, {"members": members} | size, [[0]] * members, course)


def _side_by_side(rooms: int, members: int, seconds: float) -> Plan:
    seats = [[room] for room in range(rooms) for _ in range(members)]
    course = partial(_repeated, run=partial(jobs.send, seconds=seconds), warm_up=partial(jobs.send, seconds=WARM_UP))
    return Plan("send", {"senders": rooms, "members": members}, seats, course)


def main(arguments: list[str]) -> None:
    wanted = options().parse_args(arguments)
    with databases() as addresses:
        measure(wanted, addresses)
    if READING in wanted.only:  # on databases of its own
        length = ["--seconds", str(min(wanted.seconds, PAGES_SECONDS)), "--reps", str(wanted.reps)]
        subprocess.run([sys.executable, "-m", "tests.bench", "reading", *length], cwd=ROOT, check=True)


def measure(wanted: argparse.Namespace, addresses: dict[str, str]) -> None:
    machine.raise_file_limit()
    for plan in plans(wanted.seconds, wanted.sockets):
        if plan.bench in wanted.only and wanted.size.items() <= plan.size.items():
            for system in _systems(plan, wanted.system):
                tongue = _tongue(system, plan)
                with ExitStack() as servers:
                    server = servers.enter_context(serving(system, addresses[system], wanted.server))
                    fleet = Fleet(tongue, server.port)
                    if plan.as_the_app:  # as it is deployed
                        fleet.pages = servers.enter_context(serving(system, addresses[system], "gunicorn")).port
                    _measure(plan, system, fleet, server, wanted.reps)


def _systems(plan: Plan, wanted: list[str]) -> list[str]:
    return [system for system in wanted if system == "oxbow" or not plan.as_the_app]


def options() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python -m tests.bench stream", description=__doc__)
    benches = [*dict.fromkeys(plan.bench for plan in plans(1, 1)), READING]
    words = partial(str.split, sep=",")
    found.add_argument("--only", type=words, default=benches, help=f"some of {','.join(benches)}")
    found.add_argument("--system", type=words, default=list(SYSTEMS), help=f"one of {','.join(SYSTEMS)}")
    found.add_argument("--server", choices=SERVERS, default=SERVERS[0])
    found.add_argument("--reps", type=int, default=REPS, help="runs of which the median is told")
    found.add_argument("--seconds", type=float, default=3, help="of one run; some need several times that")
    found.add_argument("--size", type=_size, default={}, help="only figures of this size, such as senders=64,members=1")
    found.add_argument("--sockets", type=int, default=SOCKETS, help="idle ones, and those of a storm")
    return found


def _size(text: str) -> Figures:
    return {name: int(number) for name, _, number in (part.partition("=") for part in text.split(","))}


def _tongue(system: str, plan: Plan) -> Tongue:
    """What a plan needs in the database of a system, and how to speak to its server."""
    if system == "tutorial":
        return Tutorial()
    from tests.bench.stream import crowd

    people = crowd.people(len(plan.rooms))
    seats: dict[int, list] = {}
    for person, rooms in zip(people, plan.rooms):
        for room in rooms:
            seats.setdefault(room, []).append(person)
    made = [crowd.room(f"{plan.bench} {room}", seated).pk for room, seated in seats.items()]
    crowd.settled()
    beside = crowd.beside(people, made[0]) if plan.as_the_app else ([], [])
    return Oxbow(crowd.cookies(people), made, *beside)


def _measure(plan: Plan, system: str, fleet: Fleet, server: Serving, reps: int) -> None:
    runs = on_loop(_course(plan, fleet, server, reps))
    report(plan.bench, system, **plan.size, **summed_up(runs))


def on_loop(work: Coroutine[Any, Any, T]) -> T:
    """Do what a load does, on the fastest loop there is."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def _course(plan: Plan, fleet: Fleet, server: Serving, reps: int) -> list[Figures]:
    runs = await plan.course(fleet, server, reps, rooms=plan.rooms)
    await fleet.leave()
    return runs


async def _repeated(
    fleet: Fleet, server: Serving, reps: int, *, rooms: list[list[int]], run: Run, warm_up: Run | None = None
) -> list[Figures]:
    await fleet.join(rooms)
    if warm_up:
        await warm_up(fleet)
    runs: list[Figures] = []
    while len(runs) < reps and not (runs and runs[-1].get("missing")):  # who never came back cannot be lost again
        runs.append(await timed(run, fleet))
    return runs


async def _idle(fleet: Fleet, server: Serving, reps: int, *, rooms: list[list[int]]) -> list[Figures]:
    """Each run adds its part of the sockets."""
    more = (len(rooms) - FIRST_SOCKETS) // reps
    await fleet.join([[0]] * FIRST_SOCKETS)
    await asyncio.sleep(jobs.SETTLING)
    return [await timed(partial(jobs.idle, pid=server.pid, sockets=more), fleet) for _ in range(reps)]


async def timed(run: Run, fleet: Fleet) -> Figures:
    """One run, without the pauses of the load's own garbage collection."""
    await fleet.mend()
    gc.collect()
    gc.disable()
    try:
        figures = await run(fleet)
    finally:
        gc.enable()
    return figures | _refusals(fleet)


def _refusals(fleet: Fleet) -> Figures:
    """What the server would not do, and whom it sent away; the first reasons of each are told at once."""
    told = fleet.refused[:1], dict(fleet.closed), fleet.retries.most_common(3)
    if any(told):
        print(*told, file=sys.stderr, flush=True)
    figures = {"refused": len(fleet.refused), "closed": fleet.closed.total()}
    for kept in (fleet.refused, fleet.closed, fleet.retries):
        kept.clear()
    return figures


def summed_up(runs: list[Figures]) -> Figures:
    """Medians, with the least and the most of each; what was lost or doubled is added up."""
    summed = {name: sum(run[name] for run in runs) for name in runs[0] if name in COUNTS}
    told = [name for name in runs[0] if name not in COUNTS and all(name in run for run in runs)]
    medians = {name: round(statistics.median(run[name] for run in runs), 2) for name in told}
    ranges = {name: [min(run[name] for run in runs), max(run[name] for run in runs)] for name in told}
    return medians | summed | {"runs": len(runs), "range": ranges}


COUNTS = ("lost", "doubled", "unanswered", "missing", "refused", "closed")
