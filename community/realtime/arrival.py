"""How daphne lets people in: many may wait at the door, a few come in at a time, and whoever is inside goes on talking.

When a process is lost, all its sockets come to the others in the same moment. What daphne accepts at once it also
works on at once, so that a post waits for hundreds of handshakes. Outside, in the kernel's queue, waiting costs
nothing, keeps its order, and has no time limit of ours.
"""

import asyncio
import gc
import logging
from functools import partial
from typing import Any

from django.conf import settings

from community.realtime import frames, goodbye, turns
from community.realtime.turns import Turns

try:
    from autobahn.twisted import websocket as upper_half
    from autobahn.websocket import protocol as lower_half
    from daphne.server import Server
    from daphne.ws_protocol import WebSocketProtocol
except ImportError:  # another server, installed without daphne
    Server = WebSocketProtocol = None

log = logging.getLogger(__name__)

AT_THE_DOOR = 4096  # connections that the kernel keeps for us; its own limit may be lower
COLLECT = (5_000, 10, 10)  # Python's own are 700, 10, 10
PATIENCE = 20  # seconds for a handshake, which may wait for the database; autobahn's default is 5

_prepared: list[Any] = []  # the server of this process, once it was seen
_turns: Turns | None = None


def prepare(send: Any) -> None:
    """Let daphne keep these rules from now on; another server is left as it is. Asked again it does nothing.

    Args:
        send: the ASGI `send` of any connection, as no middleware has wrapped it.
    """
    if _prepared or Server is None or not isinstance(send, partial):
        return
    server = getattr(send.func, "__self__", None)
    if isinstance(server, Server):
        _prepared.append(server)
        _collect_less()
        _share_options(server.ws_factory)
        _word_no_logs()
        WebSocketProtocol.dataReceived = frames.quickly(WebSocketProtocol.dataReceived)
        WebSocketProtocol.handle_reply = goodbye.with_reason(WebSocketProtocol.handle_reply)
        _take_turns(_ports(server))


def _collect_less() -> None:
    """A full garbage collection stops everybody for a tenth of a second and more: fewer, and none over what stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


def _ports(server: Any) -> list[Any]:
    from twisted.internet import reactor, tcp  # daphne has chosen the reactor by now

    chosen: Any = reactor
    return [port for port in chosen.getReaders() if isinstance(port, tcp.Port) and port.factory is server.http_factory]


def settle(send: Any) -> None:
    """A connection has had its first answer: it is somebody inside now."""
    if _turns is not None and isinstance(send, partial) and send.args:
        _turns.guests.discard(send.args[0].transport.fileno())


def _take_turns(ports: list[Any]) -> None:
    global _turns
    _turns = turns.taken(asyncio.get_running_loop()) if ports else None
    if _turns is None:
        log.warning("Arrivals take no turns here: in a storm of them everybody inside waits.")
    else:
        log.info("Arrivals take turns, %s in a round.", settings.OXBOW["ARRIVALS"])
    for port in ports:
        port.socket.listen(AT_THE_DOOR)
        _let_in_few(port, _turns)
        if _turns is not None:
            _turns.doors.add(port.fileno())
            port.transport = _guests(port.transport, _turns)


def _guests(transport: type, turns: Turns) -> type:
    """Connections of a port that are guests until they are told otherwise."""

    class Guest(transport):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            turns.guests.add(self.fileno())

    return Guest


def _let_in_few(port: Any, turns: Turns | None) -> None:
    """Twisted accepts 100 a round and then more and more; whoever is in works here, so the others wait outside."""
    accept = port.doRead

    def let_in() -> None:
        port.numberAccepts = 1 if turns and turns.is_crowded else settings.OXBOW["ARRIVALS"]
        accept()

    port.doRead = let_in


def _share_options(factory: Any) -> None:
    """Options stand on the class: autobahn copies them to each connection, and words the copies for a log unseen."""
    factory.setProtocolOptions(openHandshakeTimeout=PATIENCE)
    for name in WebSocketProtocol.CONFIG_ATTRS:
        option = getattr(factory, name)
        setattr(WebSocketProtocol, name, staticmethod(option) if callable(option) else option)
    WebSocketProtocol.CONFIG_ATTRS = []


def _word_no_logs() -> None:
    """autobahn puts each step of a connection into words, with colours, for the same log."""
    for half in (upper_half, lower_half):
        half.hltype = half.hlval = _nothing  # type: ignore[attr-defined]


def _nothing(value: object) -> str:
    return ""
