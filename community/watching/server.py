"""A port of a process that serves no pages, such as the worker: `/healthz` and `/metrics` and nothing else."""

import threading
import time
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from community.metrics import exposition
from community.watching.doors import ALIVE, FIGURES, may_read

EVERYWHERE = "0.0.0.0"  # noqa: S104 - a scraper is on another machine; who may read is checked
SILENCE = 300.0  # seconds without a heartbeat after which a worker is not alive; it also has none while Redis is away

_beat_at = time.monotonic()

Answer = tuple[str, str, bytes]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 10  # seconds: a connection that says nothing is let go

    def log_message(self, format: str, *args: Any) -> None: ...

    def address_string(self) -> str:
        return str(self.client_address[0])  # the standard one asks the name service


def begin(port: int) -> None:
    """Answer at this port from now on."""
    server = make_server(EVERYWHERE, port, application, _Server, _Quiet)
    threading.Thread(target=server.serve_forever, name="watching", daemon=True).start()


def beat() -> None:
    """The process has just done some of its work."""
    global _beat_at
    _beat_at = time.monotonic()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    status, kind, body = _answer(environ)
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


def _answer(environ: dict[str, Any]) -> Answer:
    path = environ["PATH_INFO"]
    if path == ALIVE:
        alive = time.monotonic() - _beat_at < SILENCE
        return ("200 OK", "text/plain", b"alive\n") if alive else ("503 Silent", "text/plain", b"no heartbeat\n")
    if path == FIGURES and may_read(environ):
        return "200 OK", exposition.CONTENT_TYPE, exposition.text()
    return "404 Not Found", "text/plain", b"Not found\n"
