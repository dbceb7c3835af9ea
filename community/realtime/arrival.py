"""How daphne lets people in: many may wait at the door, a few come in at a time, and whoever is inside goes on talking.

When a process is lost, all its sockets come to the others in the same moment. What daphne accepts at once it also
works on at once, so that a post waits for hundreds of handshakes. Outside, in the kernel's queue, waiting costs
nothing, keeps its order, and has no time limit of ours.
"""

import gc
from functools import partial
from typing import Any

from django.conf import settings

try:
    from daphne.server import Server
    from daphne.ws_protocol import WebSocketProtocol
except ImportError:  # another server, installed without daphne
    Server = WebSocketProtocol = None

AT_THE_DOOR = 4096  # connections that the kernel keeps for us; its own limit may be lower
COLLECT = (5_000, 10, 10)  # Python's own are 700, 10, 10
PATIENCE = 20  # seconds for a handshake, which may wait for the database; autobahn's default is 5

_prepared: list[Any] = []  # the server of this process, once it was seen


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
        for port in _ports(server):
            port.socket.listen(AT_THE_DOOR)
            _let_in_few(port)


def _collect_less() -> None:
    """A full garbage collection stops everybody for a tenth of a second and more: fewer, and none over what stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


def _ports(server: Any) -> list[Any]:
    from twisted.internet import reactor, tcp  # daphne has chosen the reactor by now

    chosen: Any = reactor
    return [port for port in chosen.getReaders() if isinstance(port, tcp.Port) and port.factory is server.http_factory]


def _let_in_few(port: Any) -> None:
    """Twisted accepts 100 a round and then more and more; a round is what a post of somebody inside has to wait."""
    accept = port.doRead

    def let_in() -> None:
        port.numberAccepts = settings.OXBOW["ARRIVALS"]
        accept()

    port.doRead = let_in


def _share_options(factory: Any) -> None:
    """Options stand on the class: autobahn copies them to each connection, and words the copies for a log unseen."""
    factory.setProtocolOptions(openHandshakeTimeout=PATIENCE)
    for name in WebSocketProtocol.CONFIG_ATTRS:
        option = getattr(factory, name)
        setattr(WebSocketProtocol, name, staticmethod(option) if callable(option) else option)
    WebSocketProtocol.CONFIG_ATTRS = []
