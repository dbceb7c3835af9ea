"""The bad network is as bad as it says, and no worse."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from tests.faults.proxy import Proxy, Weather, pieces

REQUEST = b"POST /api/ HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
SOCKET = b"GET /ws/v1/ HTTP/1.1\r\n\r\n"
PATIENCE = 10  # seconds


class Echo:
    """A server that answers each chunk with the same, and remembers what came first on each connection."""

    def __init__(self) -> None:
        self.came: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"hello")
        while data := await reader.read(100):
            writer.write(data)
        writer.close()


@pytest.fixture
async def echo() -> AsyncIterator[tuple[Echo, int]]:
    echo = Echo()
    server = await asyncio.start_server(echo.serve, "127.0.0.1", 0)
    yield echo, server.sockets[0].getsockname()[1]
    server.close()


@pytest.fixture
async def proxy(echo) -> AsyncIterator[Proxy]:
    proxy = Proxy([echo[1]], random.Random(1))
    await proxy.start()
    yield proxy
    await asyncio.wait_for(proxy.stop(), PATIENCE)


async def opened(proxy: Proxy, first: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(first)
    assert await asyncio.wait_for(reader.readexactly(5), PATIENCE) == b"hello"
    return reader, writer


def test_pieces_are_the_whole():
    chance = random.Random(1)
    for size in (1, 2, 100):
        data = bytes(range(size))
        cut = list(pieces(data, 4, chance))
        assert b"".join(cut) == data
        assert all(cut)


@pytest.mark.parametrize("weather", [Weather(), Weather(pieces=5), Weather(delay=0.01), Weather(double=1)])
async def test_what_is_sent_arrives(proxy, weather):
    proxy.weather = weather
    reader, writer = await opened(proxy, SOCKET)
    writer.write(b"0123456789")
    assert await asyncio.wait_for(reader.readexactly(10), PATIENCE) == b"0123456789"


async def test_a_doubled_request_comes_twice_and_is_answered_once(proxy, echo):
    proxy.weather = Weather(double=1)
    reader, writer = await opened(proxy, REQUEST)
    assert await asyncio.wait_for(reader.readexactly(4), PATIENCE) == b"body"
    writer.close()
    while len(echo[0].came) < 2:
        await asyncio.sleep(0.01)
    assert len(echo[0].came) == 2


async def test_a_reset_connection_ends_and_a_new_one_works(proxy):
    reader, _ = await opened(proxy, SOCKET)
    assert proxy.reset(1.0) == 1
    with pytest.raises(ConnectionError):
        await asyncio.wait_for(reader.readexactly(1), PATIENCE)
    await opened(proxy, SOCKET)


async def test_a_swallowed_connection_stays_open_and_says_nothing(proxy):
    reader, writer = await opened(proxy, SOCKET)
    assert proxy.swallow(1.0) == 1
    writer.write(b"Is anybody there?")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.3)
    writer.close()
