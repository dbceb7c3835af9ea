"""Having rooms and threads read into the index after something changed there, without letting anybody wait for it."""

from collections.abc import Iterable

from django.db import transaction

from community.jobs.queue import queue_now
from community.jobs.soon import Soon
from community.search import tasks
from community.search.index import WAITING


def heard(source: str, ids: Iterable[int]) -> None:
    """Something changed there; it is read once the transaction has committed."""
    changed = [(source, pk) for pk in ids]
    transaction.on_commit(lambda: _to_read.add(changed), robust=True)


def _ask_for_reading(changed: list[tuple[str, int]]) -> None:
    for source, waiting in WAITING.items():
        for pk in waiting.first(pk for name, pk in changed if name == source):
            queue_now(tasks.read_into_index, source, pk)


_to_read = Soon(_ask_for_reading)
