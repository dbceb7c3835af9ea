"""What is measured of a stream: each job works on a fleet and gives its figures."""

import asyncio
import statistics
from collections.abc import Coroutine
from time import perf_counter
from typing import Any

from tests.bench.stream import machine
from tests.bench.stream.fleet import Fleet, Socket
from tests.bench.stream.ledger import percentiles

Figures = dict[str, Any]
Back = tuple[float, float]  # seconds until somebody was caught up, and had all else that their client asks for

WINDOW = 16  # posts that not all have received yet
PATIENCE = 15  # seconds for stragglers
SETTLING = 2  # seconds until new sockets have had their first words
CALM_BEFORE = 1  # seconds of posting before a storm
LONGEST = 120  # seconds for which a poster waits in a storm
PAUSE = 0.1  # seconds between a poster's posts in a storm
GIVEN_UP = 120  # seconds after which nobody of a storm is waited for any more


async def fanout(fleet: Fleet, seconds: float) -> Figures:
    """As many deliveries as go through one room: whenever a post has reached everybody, somebody posts the next."""
    people, stop = len(fleet.sockets), perf_counter() + seconds

    def carry_on(number: int) -> None:
        if perf_counter() < stop:
            fleet.post(number % people, 0)

    fleet.ledger.open_from()
    fleet.ledger.when_complete = carry_on
    for number in range(WINDOW):
        fleet.post(number % people, 0)
    await _until(stop)
    await fleet.settle(PATIENCE)
    audit = fleet.ledger.audit()
    return {"deliveries_per_s": round(audit.deliveries / audit.seconds)} | audit.figures() | _load(fleet)


async def rate(fleet: Fleet, seconds: float, per_second: float) -> Figures:
    """From sending to being seen, when posts come at a steady rate into all rooms, whatever the server does."""
    people, rooms, started = len(fleet.sockets), len(fleet.readers), perf_counter()
    fleet.ledger.open_from()
    for number in range(int(seconds * per_second)):
        await _until(started + number / per_second)
        fleet.post(number % people, number % rooms)
    await fleet.settle(PATIENCE)
    return fleet.ledger.audit().figures() | _load(fleet)


async def send(fleet: Fleet, seconds: float) -> Figures:
    """Posts a second that one sender a room gets acknowledged, each post made when the one before it was."""
    stop = perf_counter() + seconds
    senders = {socket.rooms[0]: socket.place for socket in reversed(fleet.sockets)}
    room_of = {place: room for room, place in senders.items()}

    def carry_on(number: int) -> None:
        if perf_counter() < stop:
            place = fleet.ledger.owners[number]
            fleet.post(place, room_of[place])

    fleet.ledger.open_from()
    fleet.ledger.when_acknowledged = carry_on
    for room, place in senders.items():
        fleet.post(place, room)
    started = perf_counter()
    await _until(stop)
    await fleet.settle(PATIENCE)
    return _sent(fleet, started)


def _sent(fleet: Fleet, started: float) -> Figures:
    answers, audit = fleet.ledger.answers(), fleet.ledger.audit()
    took = max((moment for _, moment in fleet.ledger.acknowledged), default=started) - started
    unanswered = audit.posts - len(answers)
    rate = {"posts_per_s": round(len(answers) / took, 1) if took else 0}
    counts = {"unanswered": unanswered, "lost": audit.lost, "doubled": audit.doubled}
    return rate | percentiles(answers) | counts | _load(fleet)


def _load(fleet: Fleet) -> Figures:
    return {"load_cpu": round(fleet.ledger.load_cpu, 2)}


async def idle(fleet: Fleet, pid: int, sockets: int, topics: int = 1) -> Figures:
    """What each of so many more sockets that only listen to so many topics costs the server in memory."""
    before = machine.memory(pid)
    await fleet.join([list(range(topics))] * sockets)
    await asyncio.sleep(SETTLING)
    after = machine.memory(pid)
    return {} if before is None or after is None else {"kb_per_socket": round((after - before) / 1024 / sockets, 1)}


async def storm(fleet: Fleet) -> Figures:
    """Everybody but the last loses the line and comes back at once, without the jitter that our clients have."""
    poster, crowd = fleet.sockets[-1], fleet.sockets[:-1]
    fleet.ledger.open_from()
    posting = asyncio.create_task(_keep_posting(fleet, poster.place))
    await asyncio.sleep(CALM_BEFORE)
    for socket in crowd:
        socket.leave()
    await asyncio.gather(*(socket.gone for socket in crowd))
    started = perf_counter()
    backs = await _those_back([_come_back(fleet, socket, started) for socket in crowd], GIVEN_UP)
    posting.cancel()
    if len(backs) == len(crowd):
        await _answered(fleet)
    stalls = fleet.ledger.answers()
    figures = {"missing": len(crowd) - len(backs), "posts": len(stalls), "retries": fleet.retries.total()}
    return figures | _stormed(backs, len(crowd)) | ({"stall_ms": round(float(stalls.max()), 1)} if len(stalls) else {})


async def _those_back(coming: list[Coroutine[Any, Any, Back]], seconds: float) -> list[Back]:
    """How long each took who came back; whoever failed, or has not come until then, is given up."""
    tasks = [asyncio.create_task(one) for one in coming]
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in done if not task.exception()]


def _stormed(backs: list[Back], crowd: int) -> Figures:
    """When the last was back; nothing of that where somebody never was."""
    if len(backs) < crowd:
        return {}
    caught_up, all_there = zip(*backs, strict=True)
    figures = {"back_s": round(max(caught_up), 2), "back_p50_s": round(statistics.median(caught_up), 2)}
    return figures | ({"all_there_s": round(max(all_there), 2)} if all_there != caught_up else {})


async def _come_back(fleet: Fleet, lost: Socket, started: float) -> Back:
    """Connect, follow, ask for what was missed and did not come along, and then for what a client asks for beside."""
    since = max(lost.rev, lost.reached)
    socket = fleet.sockets[lost.place] = await fleet.connected(lost.place, lost.rooms, since)
    path = fleet.tongue.changes(socket.rooms[0], since)
    if path and socket.rev > socket.reached:
        await fleet.fetched(path, fleet.tongue.headers(socket.place))
    caught_up = all_there = perf_counter() - started
    for path in fleet.tongue.beside(socket.place):
        await fleet.looked_at(path, fleet.tongue.headers(socket.place))
        all_there = perf_counter() - started
    return caught_up, all_there


async def _keep_posting(fleet: Fleet, place: int) -> None:
    while True:
        fleet.post(place, 0)
        await _answered(fleet)
        await asyncio.sleep(PAUSE)


async def _answered(fleet: Fleet) -> None:
    deadline = perf_counter() + LONGEST
    while fleet.ledger.unacknowledged > 0 and perf_counter() < deadline:
        await asyncio.sleep(0.001)


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - perf_counter()))
