"""What stands before the ASGI application: it hears that the process is to end, and gives every socket an id."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from community import draining, logs
from community.realtime import arrival
from community.realtime.consumer import RESUME
from community.watching.doors import ALIVE

log = logging.getLogger(__name__)

ALIVE_ANSWER = (
    {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]},
    {"type": "http.response.body", "body": b"alive\n"},
)
WAVES = 20  # in which sockets are sent away, unless there are fewer than would make a wave
WAVE = 25  # sockets, so many at least
PARTING = 1.0  # seconds for the last ones to be gone
LOOK = 0.02  # seconds between two looks whether they are

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Front:
    """An application around the application. It adds nothing to what a socket says and hears."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._sockets: set[Send] = set()
        self._requests = asyncio.Semaphore(settings.OXBOW["REQUESTS_AT_ONCE"])
        draining.when(self.dismiss)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        draining.listen()
        arrival.prepare(send)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["path"] == ALIVE:
            await _say_alive(send)
        else:
            async with self._requests:  # each takes a thread and a connection to the database
                await self._application(scope, receive, send)

    async def _socket(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        if draining.under_way() or len(self._sockets) >= settings.OXBOW["SOCKETS"]:
            await receive()
            await send({"type": "websocket.close"})  # before it is accepted: a proxy then tries another process
            return
        logs.SOCKET.set(logs.new_id())
        self._sockets.add(send)
        try:
            await self._application(scope, receive, send)
        finally:
            self._sockets.discard(send)

    async def dismiss(self, seconds: float) -> None:
        """Send all sockets away within so many seconds, wave after wave; they come back elsewhere and catch up."""
        sockets = list(self._sockets)
        random.shuffle(sockets)
        size = max(WAVE, -(-len(sockets) // WAVES))
        while sockets:
            wave, sockets = sockets[:size], sockets[size:]
            log.info("Sending %d sockets away; %d go later.", len(wave), len(sockets))
            goodbyes = (send({"type": "websocket.close", "code": RESUME}) for send in wave)
            await asyncio.gather(*goodbyes, return_exceptions=True)
            if sockets:
                await asyncio.sleep(seconds / WAVES)
        deadline = time.monotonic() + PARTING
        while self._sockets and time.monotonic() < deadline:
            await asyncio.sleep(LOOK)


async def _live(receive: Any, send: Send) -> None:
    """Answer the server's own start and end."""
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await draining.drain()
    await send({"type": "lifespan.shutdown.complete"})


async def _say_alive(send: Send) -> None:
    """On the event loop itself, for that is what the question is about."""
    for part in ALIVE_ANSWER:
        await send(part)
