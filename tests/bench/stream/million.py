"""What a million sockets would need, reckoned from what one core was measured to do.

The million people sit in rooms of 100 who are there, and each posts once in ten minutes; every socket is asked for a
heartbeat every 25 seconds; a process holds 10,000 sockets.
"""

from collections.abc import Iterator
from typing import Any

Line = dict[str, Any]
Row = tuple[str, str, str, str]

SOCKETS, ROOM, EVERY, BEAT, HOLDS = 1_000_000, 100, 600, 25, 10_000
TOPICS = (1, 30, 200)  # that a socket may follow
POSTS, BEATS = SOCKETS / EVERY, SOCKETS / BEAT  # a second
HEAD = ("what", "a million sockets", "one core, measured", "so")


def rows(lines: list[Line]) -> Iterator[Row]:
    """What the figures at hand suffice for; the greatest needs of cores stand where the limit is met first."""
    lines = [line for line in lines if line["system"] == "oxbow"]
    for topics in TOPICS:
        if beat := _last(lines, "beating", topics=topics):
            yield _cores(f"heartbeats of {_many(topics)} each, server", BEATS, beat["server_ms"])
            yield _cores("the same, PostgreSQL and Redis", BEATS, beat["database_ms"])
    if post := _last(lines, "server_ms", members=ROOM, per_s=100):
        yield _cores(f"posts into rooms of {ROOM} with all their deliveries, server", POSTS, post["server_ms"])
        yield _cores("posts, PostgreSQL and Redis", POSTS, post["database_ms"])
    for topics in TOPICS:
        if idle := _last(lines, "kb_per_socket", topics=topics):
            gigabytes = f"{SOCKETS * idle['kb_per_socket'] / 1e6:,.0f} GB"
            yield f"memory with {_many(topics)} each", gigabytes, f"{idle['kb_per_socket']:g} kB a socket", ""
    if storm := _last(lines, "back_s", topics=1):
        yield _return(storm["sockets"] / storm["back_s"])


def _last(lines: list[Line], has: str, **size: int) -> Line | None:
    found = [line for line in lines if has in line and size.items() <= ({"topics": 1} | line).items()]
    return found[-1] if found else None


def _many(topics: int) -> str:
    return "one topic" if topics == 1 else f"{topics} topics"


def _cores(what: str, per_second: float, ms: float) -> Row:
    return (
        what,
        f"{per_second:,.0f}/s",
        f"{1000 / max(ms, 0.001):,.0f}/s ({ms:g} ms each)",
        f"{per_second * ms / 1000:,.0f} cores",
    )


def _return(per_second: float) -> Row:
    alone, others = HOLDS / per_second, SOCKETS // HOLDS - 1
    so = f"{alone:,.0f} s by one core, {alone / others:.1f} s by the {others} others"
    return f"the return of {HOLDS:,} sockets of a lost process", f"{HOLDS:,}", f"{per_second:,.0f}/s", so
