"""A phone's line: a TCP proxy that delays, narrows and loses as a mobile network does.

The browser's own emulation knows neither sockets nor service workers nor the handshake of a connection; all of them
pass here. The profile "4G" is WebPageTest's: 9 Mbit/s each way, 170 ms of round trip, nothing lost. "Lossy" has the
same width, 300 ms of round trip and 2 % of all segments lost, each way.

A segment is 1,460 bytes. Those of all connections share the width of the line and arrive in their order. One that is
lost holds back all that come after it on its connection (TCP delivers in order): by a round trip when at least three
follow it in what was sent at once, for then their acknowledgements tell of the loss (fast retransmit, RFC 5681), else
by the retransmission timer, which is a round trip and 200 ms in Linux (RFC 6298 with its least variance) and doubles
with each further loss. Opening a connection takes a round trip, and a second more when that is lost (RFC 6298, 2.1).
What is not imitated: the slow start of a connection, and loss by congestion.
"""

import asyncio
import random
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass

SEGMENT = 1460  # bytes
READ = 11 * SEGMENT
IN_FLIGHT = 64  # segments of a connection: the window of a phone
TIMER = 0.2  # seconds that the timer waits beyond a round trip, at least
OPENING_TIMER = 1.0
TELLING = 3  # segments after a lost one, by which the sender hears of it


@dataclass(frozen=True)
class Weather:
    """What the line is like.

    Attributes:
        trip: seconds there and back.
        rate: bytes a second, each way.
        loss: the share of segments that are lost.
    """

    trip: float = 0.0
    rate: float = 1e9
    loss: float = 0.0


CALM = Weather()
FOUR_G = Weather(trip=0.17, rate=9e6 / 8)
LOSSY = Weather(trip=0.3, rate=9e6 / 8, loss=0.02)


class Way:
    """One direction of the line: when what goes in at a moment comes out."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._free = 0.0

    def arrivals(self, now: float, sizes: list[int], weather: Weather) -> list[float]:
        """The moments at which segments sent at once arrive, were there no others before them on their connection."""
        moments, last = [], 0.0
        for place, size in enumerate(sizes):
            self._free = max(self._free, now) + size / weather.rate
            follow = len(sizes) - place - 1
            last = max(last, self._free + weather.trip / 2 + self._repair(weather, follow))
            moments.append(last)
        return moments

    def opening(self, weather: Weather) -> float:
        """Seconds until a connection is open."""
        waited, timer = weather.trip, OPENING_TIMER
        while self._chance.random() < weather.loss:
            waited, timer = waited + timer, timer * 2
        return waited

    def _repair(self, weather: Weather, follow: int) -> float:
        waited, timer = 0.0, weather.trip + TIMER
        while self._chance.random() < weather.loss:
            waited += weather.trip if not waited and follow >= TELLING else timer
            timer *= 2
        return waited


def segments(data: bytes) -> list[bytes]:
    return [data[start : start + SEGMENT] for start in range(0, len(data), SEGMENT)]


class Line:
    """Listens on a port and passes on to another; its weather can change at any moment."""

    def __init__(self, behind: int, seed: int = 7) -> None:
        self.weather = CALM
        self.port = 0
        self._behind = behind
        chance = random.Random(seed)
        self._out, self._in = Way(chance), Way(chance)

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=READ)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.sleep(self._out.opening(self.weather))
            behind, onwards = await asyncio.open_connection("127.0.0.1", self._behind, limit=READ)
            with suppress(OSError):
                await asyncio.gather(self._carry(self._out, reader, onwards), self._carry(self._in, behind, writer))
            onwards.close()
        writer.close()

    async def _carry(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Both halves of one direction of a connection; the reader waits when too much is on its way."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(IN_FLIGHT)
        delivering = asyncio.create_task(_deliver(under_way, writer))
        now = asyncio.get_running_loop().time
        try:
            while data := await reader.read(READ):
                parts = segments(data)
                for moment, part in zip(way.arrivals(now(), [len(part) for part in parts], self.weather), parts):
                    await under_way.put((moment, part))
            await under_way.put((now() + self.weather.trip / 2, b""))
            await delivering
        finally:
            delivering.cancel()


async def _deliver(under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    now, last = asyncio.get_running_loop().time, 0.0
    while True:
        moment, part = await under_way.get()
        last = max(last, moment)
        if (wait := last - now()) > 0:
            await asyncio.sleep(wait)
        if not part:
            break
        with suppress(OSError):  # whoever has hung up needs no more, but the other half must not wait for room
            writer.write(part)
            await writer.drain()
    with suppress(OSError):
        writer.write_eof()


@contextmanager
def opened(behind: int) -> Iterator[Line]:
    """A line to a port, in a thread with an event loop of its own."""
    line, done = Line(behind), asyncio.Event()
    ready: Future[asyncio.AbstractEventLoop] = Future()

    async def work() -> None:
        async with await line.start():
            ready.set_result(asyncio.get_running_loop())
            await done.wait()

    thread = threading.Thread(target=lambda: asyncio.run(work()), daemon=True)
    thread.start()
    loop = ready.result()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
