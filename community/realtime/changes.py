"""What changed in a topic while somebody was away, read and encoded once for all who are behind by the same."""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import NamedTuple, get_args

from community import metrics
from community.realtime import topics
from community.realtime.gathering import Gathering
from community.realtime.shapes import Why

log = logging.getLogger(__name__)

MOST_TOPICS = 20  # of one follow; whoever is behind in more fetches the rest over HTTP
LARGEST = 64 * 1024  # bytes of all that one follow brings along
LASTS = 2.0  # seconds for which a page is handed on to those who come a moment later


class Gap(NamedTuple):
    """A topic between the number that somebody holds and the one at which it stands."""

    topic: str
    since: int
    number: int


def count(why: str | None, pages: int = 1) -> None:
    """Pages were asked for; a reason that nobody knows makes no new figure."""
    metrics.RESYNCS.of(why if why and why in get_args(Why) else "unsaid").n += pages


async def between(held: Mapping[str, int], numbers: Mapping[str, int], why: Why = "unsaid") -> dict[str, bytes]:
    """Pages, as JSON, of the topics that have moved on; those are missing of which too much changed."""
    gaps = [Gap(topic, held[topic], number) for topic, number in numbers.items() if held.get(topic, number) < number]
    gaps = gaps[:MOST_TOPICS]
    gathering = Gathering.of(_pages)
    found = zip(gaps, await asyncio.gather(*(gathering.call(gap) for gap in gaps)), strict=True)
    fitting = _fitting({gap.topic: page for gap, page in found if page})
    if fitting:
        count(why, len(fitting))
    return fitting


def _fitting(pages: dict[str, bytes]) -> dict[str, bytes]:
    """As many as go into one answer, the smallest first."""
    fitting: dict[str, bytes] = {}
    room = LARGEST
    for topic in sorted(pages, key=lambda topic: len(pages[topic])):
        room -= len(pages[topic])
        if room >= 0:
            fitting[topic] = pages[topic]
    return fitting


class _Kept:
    """The pages that were asked for last. The number at which a topic stands says whether one is still whole."""

    def __init__(self) -> None:
        self._pages: dict[Gap, tuple[float, bytes | None]] = {}

    def of(self, gaps: set[Gap]) -> dict[Gap, bytes | None]:
        moment = time.monotonic()
        fresh = {gap: kept for gap, kept in self._pages.items() if gap in gaps and moment - kept[0] < LASTS}
        self._pages = fresh | {gap: (moment, _page(gap)) for gap in gaps - fresh.keys()}
        return {gap: page for gap, (_, page) in self._pages.items()}


_kept = _Kept()


def _pages(gaps: list[Gap]) -> list[bytes | None]:
    pages = _kept.of(set(gaps))
    return [pages[gap] for gap in gaps]


def _page(gap: Gap) -> bytes | None:
    """A page, unless it is too large; whoever gets none fetches it over HTTP, so failing here harms nobody."""
    try:
        shape = topics.changes(gap.topic, gap.since)
    except Exception:
        log.exception("What changed could not be brought along.")
        return None
    page = shape.encoded() if shape else b""
    return page if 0 < len(page) <= LARGEST else None
