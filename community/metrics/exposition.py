"""The figures as Prometheus reads them."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.metrics_core import Metric

from community.metrics import sharing
from community.metrics.kinds import FAMILIES

CONTENT_TYPE = CONTENT_TYPE_LATEST


class _Ours:
    def collect(self) -> Iterable[Metric]:
        return [family.metric() for family in FAMILIES]


class _Everybodys:
    def collect(self) -> Iterable[Metric]:
        folder = shared_folder()
        return sharing.of_all(folder, _one.collect()) if folder else _one.collect()


def shared_folder() -> Path | None:
    """Where the processes behind one address share their figures, if there are several."""
    name = settings.OXBOW["METRICS_DIR"]
    return Path(name) if name else None


def begin_sharing() -> None:
    """Write this process's figures for the others, where that is wanted."""
    if folder := shared_folder():
        sharing.begin(folder, _one.collect)


def text() -> bytes:
    """All figures of this process, or of all that share a folder."""
    return generate_latest(_all)


# What one process knows, and what a scrape sees; prometheus_client's own registry stays empty.
_one = CollectorRegistry()
_one.register(_Ours())
ProcessCollector(registry=_one)
GCCollector(registry=_one)
_all = CollectorRegistry()
_all.register(_Everybodys())
