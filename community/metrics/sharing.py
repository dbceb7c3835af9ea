"""Figures of several processes behind one address, such as gunicorn's or a worker's, are read from any of them.

Each process writes its own into a folder now and then; whoever is asked adds the others' to its own. Every figure
carries the process that counted it, so that each series only grows.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client.metrics_core import Metric

EVERY = 5.0  # seconds between two writings
STALE = 30.0  # seconds after which a file is that of a process that has ended

Collect = Callable[[], Iterable[Metric]]
_writing_in: int | None = None  # the process; a fork takes the variable along and not the thread


def begin(folder: Path, collect: Collect) -> None:
    """Have this process's figures written from now on; asked again it does nothing."""
    global _writing_in
    if _writing_in != os.getpid():
        _writing_in = os.getpid()
        folder.mkdir(parents=True, exist_ok=True)
        threading.Thread(target=_write_on, args=(folder, collect), name="metrics", daemon=True).start()


def of_all(folder: Path, mine: Iterable[Metric]) -> Iterator[Metric]:
    """This process's figures with those of the others, each labelled with the process."""
    together: dict[str, Metric] = {}
    for process, metrics in [(str(os.getpid()), _as_data(mine)), *_of_others(folder)]:
        for name, says, kind, samples in metrics:
            metric = together.setdefault(name, Metric(name, says, kind))
            for sample, labels, value in samples:
                metric.add_sample(sample, labels | {"process": process}, value)
    yield from together.values()


def _write_on(folder: Path, collect: Collect) -> None:
    while True:
        write(folder, collect())
        time.sleep(EVERY)


def write(folder: Path, metrics: Iterable[Metric]) -> None:
    """Write this process's figures whole, or leave those of before."""
    path = folder / f"{os.getpid()}.json"
    draft = path.with_suffix(".draft")
    with suppress(OSError):
        draft.write_text(json.dumps(_as_data(metrics)))
        draft.rename(path)


def _of_others(folder: Path) -> Iterator[tuple[str, list]]:
    for path in sorted(folder.glob("*.json")):
        with suppress(OSError, ValueError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()
            elif path.stem != str(os.getpid()):
                yield path.stem, json.loads(path.read_text())


def _as_data(metrics: Iterable[Metric]) -> list:
    return [
        (metric.name, metric.documentation, metric.type, [(s.name, s.labels, s.value) for s in metric.samples])
        for metric in metrics
    ]
