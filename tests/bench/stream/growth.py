"""`python -m tests.bench growth`: how cost grows with members, history, rooms and rate, each in steps of ten.

One line of JSON a step; `ended` says why a series goes no further on this machine. Processor time is that of the server
process and, apart from it, of PostgreSQL and Redis.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from tests.bench.stream import jobs, machine
from tests.bench.stream.command import Run, on_loop, timed
from tests.bench.stream.fleet import Fleet
from tests.bench.stream.jobs import SETTLING, Figures
from tests.bench.stream.tongues import Oxbow
from tests.bench.systems import Serving, databases, report, serving

ONLINE = 50  # at most, of the members of a room that grows
MEMBERS = (10, 100, 1_000, 10_000, 100_000)
HISTORY = (1_000, 10_000, 100_000, 1_000_000)  # messages
ROOMS, CROWDS = (1, 10, 100), (10, 100, 1_000, 10_000)  # rooms that all sit in, people
RATES = (1, 10, 100, 1_000)  # posts a second
MOST = 1_000_000  # deliveries a second; more are not asked for
JOINING = 120  # seconds in which a crowd has to be there
SOCKETS = (100, 1_000, 10_000)  # of one topic each
TOPICS, FOLLOWING = (30, 200), 1_000  # topics of a socket, and sockets that follow so many
BEATING = 200  # sockets that are asked every second
WARM_UP = 30  # posts
PAGES = 30  # requests of one page, of which the median is told


def main(arguments: list[str]) -> None:
    wanted = _options().parse_args(arguments)
    machine.raise_file_limit()
    with databases() as addresses:
        for name in wanted.only:
            PARTS[name](addresses["oxbow"], wanted)


def _options() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python -m tests.bench growth", description=__doc__)
    found.add_argument(
        "--only", type=partial(str.split, sep=","), default=list(PARTS), help=f"some of {','.join(PARTS)}"
    )
    found.add_argument("--seconds", type=float, default=5, help="of one step")
    found.add_argument("--rooms", type=_numbers, default=ROOMS, help="of the grid, such as 1,10")
    found.add_argument("--crowds", type=_numbers, default=CROWDS, help="people in them")
    return found


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def members(database: str, wanted: argparse.Namespace) -> None:
    """What a post costs in a room of so many, of whom 50 at the most are online."""
    for many in MEMBERS:
        _one_room(database, wanted.seconds, {"members": many, "online": min(ONLINE, many)}, many, 0)


def history(database: str, wanted: argparse.Namespace) -> None:
    """What a post and the latest page cost in a room in which so much was said."""
    for said in HISTORY:
        _one_room(database, wanted.seconds, {"messages": said, "online": ONLINE}, ONLINE, said)


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


def grid(database: str, wanted: argparse.Namespace) -> None:
    """Rooms x people x rate: everybody sits in all rooms, posts go round all of them."""
    for rooms in wanted.rooms:
        for people in wanted.crowds:
            tongue = _everybody_everywhere(rooms, people)
            with serving("oxbow", database) as server:
                fits = on_loop(_rates(Fleet(tongue, server.port), server, rooms, people, wanted.seconds))
            if not fits:
                break


def _everybody_everywhere(rooms: int, people: int) -> Oxbow:
    from tests.bench.stream import crowd

    seated = crowd.people(people)
    made = [crowd.room(f"{number} of {rooms} x {people}", seated) for number in range(rooms)]
    crowd.settled()
    return Oxbow(crowd.cookies(seated), [room.pk for room in made])


async def _rates(fleet: Fleet, server: Serving, rooms: int, people: int, seconds: float) -> bool:
    """Rate after rate, until there is one that the machine does not keep up with; whether it kept up with any."""
    size: Figures = {"rooms": rooms, "members": people}
    if ended := await _unjoined(fleet, [list(range(rooms))] * people):
        report("growth", "oxbow", **size, ended=ended)
        return False
    await jobs.rate(fleet, 1, WARM_UP)
    for rate in RATES:
        figures = await _at(rate, fleet, server, seconds)
        report("growth", "oxbow", **size, per_s=rate, deliveries_per_s=rate * people, **figures)
        if "ended" in figures:
            break
    await fleet.leave()
    return rate > RATES[0] or "ended" not in figures


async def _unjoined(fleet: Fleet, people: list[list[int]]) -> str:
    """Let a crowd come; why it did not, if so."""
    try:
        await asyncio.wait_for(fleet.join(people), JOINING)
    except TimeoutError:
        return f"not all were there after {JOINING} s"
    except OSError as error:
        return f"not all could connect: {error}"
    return ""


async def _at(rate: int, fleet: Fleet, server: Serving, seconds: float) -> Figures:
    """One step, and why it is the last one, if it is."""
    if rate * len(fleet.sockets) > MOST:
        return {"ended": f"more than {MOST:,} deliveries a second are not asked for"}
    figures = await metered(partial(jobs.rate, seconds=seconds, per_second=rate), fleet, server)
    return figures | _end(figures, seconds)


def _end(figures: Figures, seconds: float) -> Figures:
    if figures["lost"]:
        return {"ended": "some were lost"}
    if figures["p99_ms"] > seconds * 1000:
        return {"ended": "the rate was not kept up with"}
    return {}


def sockets(database: str, wanted: argparse.Namespace) -> None:
    """Memory of idle sockets, each step beside those before it; then of some that follow more than one topic."""
    with _followed_by(database, max(SOCKETS), 1, SOCKETS=str(2 * max(SOCKETS))) as (server, fleet):
        on_loop(_idle(fleet, server.pid, SOCKETS, 1))
    for topics in TOPICS:
        with _followed_by(database, FOLLOWING, topics) as (server, fleet):
            on_loop(_idle(fleet, server.pid, (*SOCKETS[:1], FOLLOWING), topics))


@contextmanager
def _followed_by(database: str, people: int, topics: int, **variables: str) -> Iterator[tuple[Serving, Fleet]]:
    """A server, and a fleet of people who sit in so many rooms."""
    tongue = _everybody_everywhere(topics, people)
    with serving("oxbow", database, **variables) as server:
        yield server, Fleet(tongue, server.port)


async def _idle(fleet: Fleet, pid: int, steps: Iterable[int], topics: int) -> None:
    for many in steps:
        figures = await jobs.idle(fleet, pid, many - len(fleet.sockets), topics)
        report("growth", "oxbow", sockets=many, topics=topics, **figures)
    await fleet.leave()


def beats(database: str, wanted: argparse.Namespace) -> None:
    """What a heartbeat of a socket and its answer cost: it asks whether each of the topics may be read still."""
    for topics in (1, *TOPICS):
        with _followed_by(database, BEATING, topics, BEAT_SECONDS="1") as (server, fleet):
            figures = on_loop(_beat(fleet, server, topics, 2 * wanted.seconds))
        report("growth", "oxbow", beating=BEATING, topics=topics, **figures)


async def _beat(fleet: Fleet, server: Serving, topics: int, seconds: float) -> Figures:
    await fleet.join([list(range(topics))] * BEATING)
    await asyncio.sleep(SETTLING)
    meter, before = Meter(server), fleet.beats
    await asyncio.sleep(seconds)
    figures = meter.each(fleet.beats - before)
    await fleet.leave()
    return figures


PARTS: dict[str, Callable[[str, argparse.Namespace], None]] = {
    "members": members,
    "history": history,
    "grid": grid,
    "sockets": sockets,
    "beats": beats,
}
