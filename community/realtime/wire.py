"""Putting frames onto the wire: made once for all sockets, and handed to the connection at once where that is open.

ASGI's `send` costs a coroutine, a dictionary and a frame made anew for each socket. On daphne the frame is written to
the connection itself; any other server gets it through `send`, from a queue that a task empties.
"""

import asyncio
import struct
from collections import deque
from functools import partial
from typing import Any, Protocol

try:
    from daphne.ws_protocol import WebSocketProtocol
    from twisted.internet.tcp import Connection

    OPEN = WebSocketProtocol.STATE_OPEN
except ImportError:  # another server, installed without daphne
    WebSocketProtocol = None


class Packet:
    """One text frame for any number of sockets.

    Attributes:
        payload: one JSON object, or an array of them, as UTF-8.
        count: how many objects that is.
        measure: count, and bytes of the payload.
        framed: the frame as it goes over the connection: whole, unmasked, text (RFC 6455, section 5.2).
    """

    __slots__ = ("count", "framed", "measure", "payload")

    def __init__(self, payload: bytes, count: int = 1) -> None:
        self.payload = payload
        self.count = count
        self.measure = (count, len(payload))
        self.framed = _header(len(payload)) + payload


class Writer(Protocol):
    """Sends packets to one client, in order, without waiting."""

    def write(self, packet: Packet) -> None: ...
    def stop(self) -> None: ...


def writer(send: Any) -> Writer:
    """The fastest writer for a connection.

    Args:
        send: the server's own ASGI `send`, as no middleware has wrapped it.
    """
    protocol = send.args[0] if isinstance(send, partial) and send.args else None
    if WebSocketProtocol is not None and isinstance(protocol, WebSocketProtocol) and _is_plain(protocol.transport):
        return _OnDaphne(protocol)
    return _OnAsgi(send)


def _is_plain(transport: Any) -> bool:
    """Whether what is written to a connection's socket is what goes over the line, without TLS of the server's own."""
    plain = isinstance(transport, Connection) and not transport.TLS and hasattr(transport, "_tempDataLen")
    return plain and bool(transport.connected)  # a client that has gone again leaves none


class _OnDaphne:
    """Writes to the socket itself while nothing waits before it: a round of the reactor costs more than the write."""

    __slots__ = ("_protocol", "_send", "_transport")

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self._send = self._transport.getHandle().send

    def write(self, packet: Packet) -> None:
        protocol, transport = self._protocol, self._transport
        if protocol.state != OPEN:
            return
        if protocol.send_queue or protocol._perMessageCompress is not None:
            protocol.sendMessage(packet.payload)
            return
        framed = packet.framed
        if transport._tempDataLen or transport.dataBuffer or not transport.connected:
            transport.write(framed)
            return
        try:
            written = self._send(framed)
        except BlockingIOError:
            written = 0
        except OSError:
            return  # the connection is lost; the reactor finds that out and says so
        if written < len(framed):
            transport.write(framed[written:])

    def stop(self) -> None:
        return None


class _OnAsgi:
    def __init__(self, send: Any) -> None:
        self._send = send
        self._waiting: deque[Packet] = deque()
        self._task: asyncio.Task[None] | None = None

    def write(self, packet: Packet) -> None:
        self._waiting.append(packet)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._empty())

    async def _empty(self) -> None:
        while self._waiting:
            await self._send({"type": "websocket.send", "text": self._waiting.popleft().payload.decode()})

    def stop(self) -> None:
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()


def _header(size: int) -> bytes:
    if size < 126:
        return struct.pack("!BB", 0x81, size)
    if size < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, size)
    return struct.pack("!BBQ", 0x81, 127, size)
