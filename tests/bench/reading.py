"""`python -m tests.bench reading`: how fast pages are read over HTTP, by 8 readers who each wait for their answer.

`alone_p50_ms` is the wait of a reader with nobody beside them: the server's time for an answer, with all that it waits
for. A server is one process on one core, with its share of PostgreSQL and Redis. `per_core_s` counts requests a second
of processor time, of the server's and of the database's together: what a core that does nothing else would answer.
"""

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from tests.bench.stream.command import summed_up
from tests.bench.stream.machine import cpu_seconds, descendants
from tests.bench.systems import databases, report, serving

CONNECTIONS = 8
SERVERS = ("gunicorn", "daphne")
Request = Callable[[int], bytes]  # of the number of a connection


def main(arguments: list[str]) -> None:
    wanted = _options().parse_args(arguments)
    with databases() as addresses:
        from tests.bench import archive

        shelves = archive.filled()
        for server in wanted.servers.split(","):
            measure(shelves, addresses["oxbow"], server, wanted)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench reading", description=__doc__)
    parser.add_argument("--servers", default=",".join(SERVERS), help="which of gunicorn and daphne")
    parser.add_argument("--seconds", type=float, default=5, help="of each measurement")
    parser.add_argument("--reps", type=int, default=5, help="of each, whose medians are told")
    parser.add_argument("--only", default="", help="paths of which the name contains this")
    return parser


def measure(shelves, database: str, server: str, wanted: argparse.Namespace) -> None:
    """Print a line a path."""
    with serving("oxbow", database, server) as found:
        port = found.port
        for name, request in paths(shelves).items():
            if wanted.only in name:
                asyncio.run(_run(port, request, 1))  # what is made once, by whoever comes first
                runs = [_both(port, request, wanted.seconds) for _ in range(wanted.reps)]
                report("http", "oxbow", server=server, path=name, **summed_up(runs))


def _both(port: int, request: Request, seconds: float) -> dict[str, float]:
    """One reader alone, then all of them."""
    alone = asyncio.run(_run(port, request, seconds, connections=1))
    together = asyncio.run(_run(port, request, seconds))
    return _figures(together) | {"alone_p50_ms": round(statistics.median(alone.waits), 1)}


def paths(shelves) -> dict[str, Request]:
    """The requests that are measured, by name."""
    short, long = sorted(shelves.rooms)
    few, many = sorted(shelves.threads)
    get = {
        "room list of 200": f"communities/{shelves.slug}/rooms/",
        f"first page of {short}": f"rooms/{shelves.rooms[short]}/messages/",
        f"first page of {long}": f"rooms/{shelves.rooms[long]}/messages/",
        "changes after": f"rooms/{shelves.rooms[long]}/changes/?since={long - 10}",
        "no changes": f"rooms/{shelves.rooms[long]}/changes/?since={long}",
        f"20 of {few} posts": f"threads/{shelves.threads[few]}/posts/?limit=20",
        f"20 of {many} posts": f"threads/{shelves.threads[many]}/posts/?limit=20",
    }
    requests: dict[str, Request] = {name: _get(path, shelves.readers) for name, path in get.items()}
    return requests | {"reply to a thread": _reply(shelves.threads[many], shelves.readers)}


def _get(path: str, readers: list[dict[str, str]]) -> Request:
    heads = [_head("GET", path, reader) + b"\r\n" for reader in readers]
    return lambda number: heads[number % len(heads)]


def _reply(thread: int, readers: list[dict[str, str]]) -> Request:
    heads = [_head("POST", f"threads/{thread}/posts/", reader) for reader in readers]
    turns = count()

    def request(number: int) -> bytes:
        body = json.dumps({"client_id": str(uuid4()), "body": "A reply of some words, as people write them."}).encode()
        head = heads[next(turns) % len(heads)]
        return head + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    return request


def _head(method: str, path: str, cookies: dict[str, str]) -> bytes:
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return (
        f"{method} /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        f"X-CSRFToken: {cookies['csrftoken']}\r\n"
    ).encode()


@dataclass
class Run:
    """What happened in one measurement.

    Attributes:
        waits: milliseconds from each request to the end of its answer.
        cpu: seconds of the server and the database.
    """

    seconds: float
    waits: list[float] = field(default_factory=list)
    cpu: float = 0.0


async def _run(port: int, request: Request, seconds: float, connections: int = CONNECTIONS) -> Run:
    run = Run(seconds)
    family = descendants(os.getpid())[1:]
    before, started = cpu_seconds(family), time.perf_counter()
    await asyncio.gather(*(_read(port, number, request, started + seconds, run) for number in range(connections)))
    run.seconds = time.perf_counter() - started
    run.cpu = cpu_seconds(family) - before
    return run


async def _read(port: int, number: int, request: Request, stop: float, run: Run) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    while (asked := time.perf_counter()) < stop:
        writer.write(request(number))
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{head.decode()}{body[:500].decode(errors='replace')}")
        run.waits.append((time.perf_counter() - asked) * 1000)
        if b"connection: close" in head.lower():
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.close()


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))


def _figures(run: Run) -> dict[str, float]:
    cuts, answers = statistics.quantiles(run.waits, n=100), len(run.waits)
    return {
        "p50_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1), "requests_per_s": round(answers / run.seconds, 1),
        "per_core_s": round(answers / max(run.cpu, 0.01), 1), "cpu_ms": round(run.cpu * 1000 / answers, 2),
    }  # fmt: skip
