"""Figures as plain numbers of this process: counting one costs less than a microsecond, reading them is done rarely.

An addition is not locked: two threads that count at the same moment may lose one of the two. That is fine for graphs,
and for nothing else.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric

Labels = tuple[str, ...]


class Counter:
    """Only grows: `DELIVERIES.n += 12`."""

    __slots__ = ("n",)

    def __init__(self) -> None:
        self.n: float = 0

    def add_to(self, metric: Any, labels: Labels) -> None:
        metric.add_metric(labels, self.n)


class Gauge:
    """Goes up and down: `SOCKETS.n += 1`, or is asked when it is read: `OUTBOX_FRAMES.ask = hub.waiting`."""

    __slots__ = ("ask", "n")

    def __init__(self) -> None:
        self.n: float = 0
        self.ask: Callable[[], float] | None = None

    def add_to(self, metric: Any, labels: Labels) -> None:
        metric.add_metric(labels, self.ask() if self.ask else self.n)


class Histogram:
    """How values are spread: `FRAME_BYTES.observe(812)`, and with `times` as often as that."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total: float = 0

    def observe(self, value: float, times: int = 1) -> None:
        self.counts[bisect_left(self.bounds, value)] += times
        self.total += value * times

    def add_to(self, metric: Any, labels: Labels) -> None:
        metric.add_metric(labels, list(self._buckets()), self.total)

    def _buckets(self) -> Iterator[tuple[str, float]]:
        so_far = 0
        for bound, count in zip((*map(float, self.bounds), "+Inf"), self.counts, strict=True):
            so_far += count
            yield str(bound), so_far


Kind = TypeVar("Kind", Counter, Gauge, Histogram)


class Family(Generic[Kind]):
    """One name in the list of figures, with a figure for each combination of its labels."""

    def __init__(self, shape: type, make: Callable[[], Kind], name: str, says: str, labels: Labels) -> None:
        self._shape = shape
        self._make: Callable[[], Kind] = make
        self.name = name
        self._says = says
        self._labels = labels
        self._figures: dict[Labels, Kind] = {}

    def of(self, *values: str) -> Kind:
        """The figure with these values of the labels, in their order."""
        return self._figures.get(values) or self._figures.setdefault(values, self._make())

    def metric(self) -> Metric:
        """What a scrape sees of it now."""
        metric = self._shape(self.name, self._says, labels=self._labels)
        for labels, figure in sorted(self._figures.items()):
            figure.add_to(metric, labels)
        return metric


FAMILIES: list[Family[Any]] = []


def counter(name: str, says: str, *labels: str) -> Family[Counter]:
    return _register(Family(CounterMetricFamily, Counter, name, says, labels))


def gauge(name: str, says: str, *labels: str) -> Family[Gauge]:
    return _register(Family(GaugeMetricFamily, Gauge, name, says, labels))


def histogram(name: str, says: str, bounds: Sequence[float], *labels: str) -> Family[Histogram]:
    return _register(Family(HistogramMetricFamily, lambda: Histogram(bounds), name, says, labels))


def _register(family: Family[Kind]) -> Family[Kind]:
    FAMILIES.append(family)
    return family
