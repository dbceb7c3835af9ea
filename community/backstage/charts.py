"""Charts of the last 30 days on the admin's front page, drawn by the server: no script and no style of their own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest

from community import clock

DAYS = 30
TALL = 60  # units of the drawing
WIDE = 8  # units of a bar with its gap


@dataclass(frozen=True)
class Part:
    """A piece of a bar.

    Attributes:
        tone: which of the chart's tones it has, by number.
        y, height: where it stands in the drawing.
    """

    tone: int
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    label: str
    said: str
    x: int
    parts: Sequence[Part]


@dataclass(frozen=True)
class Chart:
    """Bars, and the sum that is said beside the title.

    Attributes:
        tones: what each tone stands for, if there is more than one.
    """

    title: str
    total: str
    bars: Sequence[Bar]
    url: str = ""
    tones: Sequence[str] = field(default_factory=list)

    @property
    def wide(self) -> int:
        return len(self.bars) * WIDE


Source = Callable[[HttpRequest], Iterable[Chart]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a layer draw something; it tells nothing that the reader may not see."""
    _sources.append(source)


def of(request: HttpRequest) -> list[Chart]:
    return [chart for source in _sources for chart in source(request)]


def days(request: HttpRequest) -> list[date]:
    """The reader's own last days, the oldest first."""
    last = clock.today(zone(request))
    return [last - timedelta(days=back) for back in reversed(range(DAYS))]


def zone(request: HttpRequest) -> str:
    return getattr(request.user, "timezone", "UTC")


def by_day(rows: QuerySet[Any], when: str, request: HttpRequest) -> QuerySet[Any]:
    """Rows of these days, each with its `day`."""
    since = clock.at(days(request)[0], 0, zone(request))
    return (
        rows.filter(**{f"{when}__gte": since}).annotate(day=TruncDate(when, tzinfo=ZoneInfo(zone(request)))).order_by()
    )


def bars(labels: Sequence[object], values: Sequence[Sequence[float]], said: Callable[[int], str]) -> list[Bar]:
    """A bar a label, of as many parts as it has values; the tallest fills the drawing.

    Args:
        said: what the bar of a place says in words.
    """
    most = max((sum(parts) for parts in values), default=0) or 1
    return [
        Bar(str(label), said(place), place * WIDE, _parts(values[place], most)) for place, label in enumerate(labels)
    ]


def _parts(values: Sequence[float], most: float) -> list[Part]:
    made, top = [], float(TALL)
    for tone, value in enumerate(values):
        height = round(value / most * TALL, 2)
        top = round(top - height, 2)
        if height:
            made.append(Part(tone, top, height))
    return made
