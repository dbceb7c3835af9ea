"""`python -m tests.bench growth`: how cost grows with members, history, rooms and rate, each in steps of ten.

One line of JSON a step. Processor time is that of the server process and, apart from it, of PostgreSQL and Redis.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Callable
from functools import partial
from itertools import product

from tests.bench.stream import jobs, machine
from tests.bench.stream.command import Run, on_loop, timed
from tests.bench.stream.fleet import Fleet
from tests.bench.stream.jobs import SETTLING, Figures
from tests.bench.stream.tongues import Oxbow
from tests.bench.systems import Serving, databases, report, serving

ONLINE = 50  # at most, of the members of a room that grows
MEMBERS = (10, 1_000, 100_000)
HISTORY = (1_000, 10_000, 100_000, 1_000_000)  # messages
ROOMS, CROWDS, RATES = (1, 10, 100), (10, 100, 1000), (1, 10, 100)  # rooms that all sit in, people, posts a second
MOST = 400_000  # deliveries a second; more are not asked for
SOCKETS = (100, 1_000, 4_000)
BEATING = 200  # sockets that are asked every second
WARM_UP = 30  # posts
PAGES = 30  # requests of one page, of which the median is told


def main(arguments: list[str]) -> None:
    wanted = _options().parse_args(arguments)
    machine.raise_file_limit()
    with databases() as addresses:
        for name in wanted.only:
            PARTS[name](addresses["oxbow"], wanted.seconds)


def _options() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python -m tests.bench growth", description=__doc__)
    found.add_argument(
        "--only", type=partial(str.split, sep=","), default=list(PARTS), help=f"some of {','.join(PARTS)}"
    )
    found.add_argument("--seconds", type=float, default=5, help="of one step")
    return found


def members(database: str, seconds: float) -> None:
    """What a post costs in a room of so many, of whom 50 at the most are online."""
    for many in MEMBERS:
        _one_room(database, seconds, {"members": many, "online": min(ONLINE, many)}, many, 0)


def history(database: str, seconds: float) -> None:
    """What a post and the latest page cost in a room in which so much was said."""
    for said in HISTORY:
        _one_room(database, seconds, {"messages": said, "online": ONLINE}, ONLINE, said)


def _one_room(database: str, seconds: float, size: Figures, people: int, said: int) -> None:
    from tests.bench.stream import crowd

    seated = crowd.people(people)
    room = crowd.room(f"{people} people, {said} messages", seated, said)
    crowd.settled()
    tongue = Oxbow(crowd.cookies(seated[: size["online"]]), [room.pk])
    with serving("oxbow", database) as server:
        figures = on_loop(_posts(Fleet(tongue, server.port), server, size["online"], seconds))
    report("growth", "oxbow", **size, **figures)


async def _posts(fleet: Fleet, server: Serving, online: int, seconds: float) -> Figures:
    await fleet.join([[0]] * online)
    await jobs.send(fleet, 1)
    figures = await metered(partial(jobs.send, seconds=seconds), fleet, server)
    figures["page_ms"] = await _page_ms(fleet, fleet.tongue.page(0))
    await fleet.leave()
    return figures


async def metered(run: Run, fleet: Fleet, server: Serving) -> Figures:
    """One run, and the milliseconds of processor time that a post of it took."""
    meter = Meter(server)
    figures = await timed(run, fleet)
    return figures | meter.each(len(fleet.ledger.moments) - fleet.ledger.first)


class Meter:
    """Processor time from now on: of the server process, and of what it works with."""

    def __init__(self, server: Serving) -> None:
        self._ours = machine.descendants(server.pid)
        self._theirs = sorted(set(machine.descendants(os.getpid())) - {os.getpid(), *self._ours})
        self._before = self._so_far()

    def _so_far(self) -> tuple[float, float]:
        return machine.cpu_seconds(self._ours), machine.cpu_seconds(self._theirs)

    def each(self, many: int) -> Figures:
        """Milliseconds for each of so many."""
        ours, theirs = (now - then for now, then in zip(self._so_far(), self._before))
        return {"server_ms": round(ours * 1000 / many, 3), "database_ms": round(theirs * 1000 / many, 3)}


async def _page_ms(fleet: Fleet, path: str) -> float:
    waits = []
    for _ in range(PAGES):
        started = time.perf_counter()
        await fleet.fetched(path, fleet.tongue.headers(0))
        waits.append((time.perf_counter() - started) * 1000)
    return round(sorted(waits)[PAGES // 2], 1)


def grid(database: str, seconds: float) -> None:
    """Rooms x people x rate: everybody sits in all rooms, posts go round all of them."""
    for rooms, people in product(ROOMS, CROWDS):
        tongue = _everybody_everywhere(rooms, people)
        with serving("oxbow", database) as server:
            on_loop(_rates(Fleet(tongue, server.port), server, rooms, people, seconds))


def _everybody_everywhere(rooms: int, people: int) -> Oxbow:
    from tests.bench.stream import crowd

    seated = crowd.people(people)
    made = [crowd.room(f"{number} of {rooms} x {people}", seated) for number in range(rooms)]
    crowd.settled()
    return Oxbow(crowd.cookies(seated), [room.pk for room in made])


async def _rates(fleet: Fleet, server: Serving, rooms: int, people: int, seconds: float) -> None:
    """Rate after rate, until there is one that the machine does not keep up with."""
    await fleet.join([list(range(rooms))] * people)
    await jobs.rate(fleet, 1, WARM_UP)
    for rate in RATES:
        if rate * people <= MOST:
            figures = await metered(partial(jobs.rate, seconds=seconds, per_second=rate), fleet, server)
            report(
                "growth", "oxbow", rooms=rooms, members=people, per_s=rate, deliveries_per_s=rate * people, **figures
            )
            if figures["lost"] or figures["p99_ms"] > seconds * 1000:
                break
    await fleet.leave()


def sockets(database: str, seconds: float) -> None:
    """Memory of idle sockets, each step beside those before it."""
    from tests.bench.stream import crowd

    seated = crowd.people(max(SOCKETS))
    tongue = Oxbow(crowd.cookies(seated), [crowd.room("idle", seated).pk])
    crowd.settled()
    with serving("oxbow", database) as server:
        on_loop(_idle(Fleet(tongue, server.port), server.pid))


async def _idle(fleet: Fleet, pid: int) -> None:
    for many in SOCKETS:
        figures = await jobs.idle(fleet, pid, many - len(fleet.sockets))
        report("growth", "oxbow", sockets=many, **figures)
    await fleet.leave()


def beats(database: str, seconds: float) -> None:
    """What a heartbeat of a socket and its answer cost."""
    from tests.bench.stream import crowd

    seated = crowd.people(BEATING)
    tongue = Oxbow(crowd.cookies(seated), [crowd.room("beats", seated).pk])
    crowd.settled()
    with serving("oxbow", database, BEAT_SECONDS="1") as server:
        figures = on_loop(_beat(Fleet(tongue, server.port), server, 2 * seconds))
    report("growth", "oxbow", beating=BEATING, **figures)


async def _beat(fleet: Fleet, server: Serving, seconds: float) -> Figures:
    await fleet.join([[0]] * BEATING)
    await asyncio.sleep(SETTLING)
    meter, before = Meter(server), fleet.beats
    await asyncio.sleep(seconds)
    figures = meter.each(fleet.beats - before)
    await fleet.leave()
    return figures


PARTS: dict[str, Callable[[str, float], None]] = {
    "members": members,
    "history": history,
    "grid": grid,
    "sockets": sockets,
    "beats": beats,
}
