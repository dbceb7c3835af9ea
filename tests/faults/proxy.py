"""The network between the clients and the web servers, as bad as one likes."""

import asyncio
import random
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

CHUNK = 65536


@dataclass
class Weather:
    """What the network does to everything that passes.

    Attributes:
        delay: seconds that everything waits.
        drop: the share of chunks at which a connection breaks.
        pieces: chunks arrive in up to this many pieces, cut anywhere.
        double: the share of HTTP requests that arrive twice.
    """

    delay: float = 0.0
    drop: float = 0.0
    pieces: int = 1
    double: float = 0.0


class Link:
    """One connection of a client through the proxy."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writers = [writer]
        self.swallowed = False

    def reset(self) -> None:
        """Break it with a TCP reset, without a word."""
        for writer in self.writers:
            with suppress(OSError):
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()


class Proxy:
    """Listens on `port` and passes on to the first of the web servers in turn that takes the connection."""

    def __init__(self, backends: list[int], chance: random.Random) -> None:
        self.weather = Weather()
        self.links: set[Link] = set()
        self.doubled = 0
        self._backends = backends
        self._chance = chance
        self._turn = 0
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=CHUNK, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Break everything, and wait until nothing passes any more."""
        self._server.close()
        while self.links:
            self.reset(1.0)
            await asyncio.sleep(0.01)

    def reset(self, share: float) -> int:
        """Break this share of the connections; how many."""
        chosen = self._some(share)
        for link in chosen:
            link.reset()
        return len(chosen)

    def swallow(self, share: float) -> int:
        """Let this share of the connections hang: nothing arrives any more, and nobody is told."""
        chosen = self._some(share)
        for link in chosen:
            link.swallowed = True
        return len(chosen)

    def _some(self, share: float) -> list[Link]:
        links = sorted(self.links, key=id)
        return self._chance.sample(links, round(len(links) * share))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link(writer)
        self.links.add(link)
        try:
            request = await _request(reader)
            doubled = not request.startswith(b"GET /ws/") and self._chance.random() < self.weather.double
            if doubled:
                self.doubled += 1
                await asyncio.gather(self._pass(link, request, reader, writer), self._again(link, request))
            else:
                await self._pass(link, request, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self.links.discard(link)
            link.reset() if link.swallowed else _close(link)

    async def _pass(
        self, link: Link, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        behind, onwards = await self._connect()
        link.writers.append(onwards)
        await self._write(onwards, request)
        there, back = (asyncio.create_task(self._pump(link, *way)) for way in ((reader, onwards), (behind, writer)))
        try:
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
            if link.swallowed:  # neither end hears of the other's
                await asyncio.wait((there, back))
        finally:
            there.cancel()
            back.cancel()

    async def _again(self, link: Link, request: bytes) -> None:
        """The same request once more; its answer goes nowhere."""
        with suppress(OSError):
            reader, writer = await self._connect()
            link.writers.append(writer)
            writer.write(request)
            await reader.read()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in self._backends:
            self._turn += 1
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self._backends[self._turn % len(self._backends)])
        raise ConnectionRefusedError

    async def _pump(self, link: Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                if link.swallowed:
                    continue
                if self._chance.random() < self.weather.drop:
                    link.reset()
                    return
                await self._write(writer, data)

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if self.weather.delay:
            await asyncio.sleep(self.weather.delay)
        for piece in pieces(data, self.weather.pieces, self._chance):
            writer.write(piece)
            await writer.drain()
            if self.weather.pieces > 1:
                await asyncio.sleep(0.001)  # a segment of its own


def pieces(data: bytes, most: int, chance: random.Random) -> Iterator[bytes]:
    """The bytes in up to so many pieces, cut anywhere."""
    cuts = sorted(chance.randrange(len(data) + 1) for _ in range(most - 1))
    for first, last in zip([0, *cuts], [*cuts, len(data)], strict=True):
        if data[first:last]:
            yield data[first:last]


async def _request(reader: asyncio.StreamReader) -> bytes:
    """The head of the first request on a connection, and its body; one connection carries one request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b": 0")
    return head + await reader.readexactly(int(length.partition(b":")[2]))


def _close(link: Link) -> None:
    for writer in link.writers:
        writer.close()
