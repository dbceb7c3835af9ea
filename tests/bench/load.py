"""The load: senders that wait for their acknowledgement, and members who watch a room."""

import asyncio
import json
import time
from typing import Any

from websockets.asyncio.client import ClientConnection

from tests.bench.systems import System

SENDERS = 8
BODY = "The quick heron stands where the river used to run, and listens. " * 2  # about 130 bytes


async def acknowledged_posts(system: System, seconds: float) -> float:
    """Posts a second that 8 senders, each in a room of its own, get acknowledged one after another."""
    sockets = [await system.join(room, room) for room in range(SENDERS)]
    stop = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_send_until(system, room, socket, stop) for room, socket in enumerate(sockets)))
    await asyncio.gather(*(socket.close() for socket in sockets))
    return sum(counts) / seconds


async def _send_until(system: System, room: int, socket: ClientConnection, stop: float) -> int:
    count = 0
    while time.perf_counter() < stop:
        await socket.send(system.post(room, BODY))
        while not any(system.acknowledged(frame) for frame in await _frames(socket)):
            pass
        count += 1
    return count


async def latency(system: System, members: int, rate: float, seconds: float) -> list[float]:
    """Milliseconds from sending to being seen, for every delivery, at `rate` posts a second in one room."""
    sockets = [await system.join(0, person) for person in range(members)]
    sent: dict[str, float] = {}
    waits: list[float] = []
    watchers = [asyncio.create_task(_watch(system, socket, sent, waits)) for socket in sockets]
    total = int(rate * seconds)
    for number in range(total):
        body = f"{number:06} {BODY}"
        sent[body.strip()] = time.perf_counter()
        await sockets[number % members].send(system.post(0, body))
        await asyncio.sleep(1 / rate)
    await _settle(waits, total * members)
    for watcher in watchers:
        watcher.cancel()
    await asyncio.gather(*(socket.close() for socket in sockets))
    return waits


async def _watch(system: System, socket: ClientConnection, sent: dict[str, float], waits: list[float]) -> None:
    received = 0
    while True:
        for frame in await _frames(socket):
            received += 1
            if frame.get("on") == "beat":
                await socket.send(json.dumps({"id": 2, "do": "beat", "n": received}))
            moment = time.perf_counter()
            waits += [(moment - sent[body.strip()]) * 1000 for body in system.seen(frame) if body.strip() in sent]


async def _settle(waits: list[float], expected: int) -> None:
    """Wait for the stragglers, ten seconds at the most: what is missing then counts as missing."""
    stop = time.perf_counter() + 10
    while len(waits) < expected and time.perf_counter() < stop:
        await asyncio.sleep(0.05)


async def _frames(socket: ClientConnection) -> list[dict[str, Any]]:
    frame = json.loads(await socket.recv())
    return frame if isinstance(frame, list) else [frame]
