"""What may wait a moment is done once for all who asked meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event

import pytest

from community.jobs import soon
from community.jobs.soon import Soon
from community.realtime import flood
from community.realtime.flood import posts_too_many

PATIENCE = 10  # seconds


@contextmanager
def busy() -> Iterator[None]:
    """The thread that works off what waits has something else to do meanwhile."""
    free = Event()
    soon._worker.submit(free.wait, PATIENCE)
    try:
        yield
    finally:
        free.set()


def test_what_comes_together_is_done_together_in_its_order():
    done: Queue[list[int]] = Queue()
    work = Soon(done.put)
    with busy():
        for number in range(5):
            work.add([number])
    assert done.get(timeout=PATIENCE) == [0, 1, 2, 3, 4]
    work.add([5])
    assert done.get(timeout=PATIENCE) == [5]


def test_work_that_breaks_is_told_and_the_next_goes_on(caplog):
    done: Queue[list[int]] = Queue()

    def work(numbers: list[int]) -> None:
        if 0 in numbers:
            done.put([])
            raise ValueError("No zero.")
        done.put(numbers)

    some = Soon(work)
    some.add([0])
    assert done.get(timeout=PATIENCE) == []
    some.add([1])
    assert done.get(timeout=PATIENCE) == [1]
    assert "work could not be done for 1 things." in caplog.text


def test_what_waits_is_bounded(monkeypatch):
    monkeypatch.setattr(soon, "MOST_WAITING", 3)
    done: Queue[list[int]] = Queue()
    work = Soon(done.put)
    with busy():
        for number in range(10):
            work.add([number])
    assert done.get(timeout=PATIENCE) == [0, 1, 2]


@pytest.fixture
def shared(monkeypatch) -> Queue:
    """What this process has told the others."""
    told: Queue[list[tuple[int, int]]] = Queue()

    def share(counted: list[tuple[int, int]]) -> None:
        flood._share(counted)
        told.put(counted)

    monkeypatch.setattr(flood, "_to_share", Soon(share))
    return told


def test_the_posts_of_other_processes_count_a_moment_later(settings, monkeypatch, shared):
    settings.OXBOW = settings.OXBOW | {"POSTS": (3, 10)}
    monkeypatch.setattr(flood.time, "time", lambda: 1_000_000_000.0)
    author = 2**40  # nobody's
    assert posts_too_many([author, author]) == [None, None]
    shared.get(timeout=PATIENCE)
    monkeypatch.setattr(flood, "_window", flood._Window())  # another process, which has heard of nothing yet
    assert posts_too_many([author]) == [None]
    shared.get(timeout=PATIENCE)
    (refusal,) = posts_too_many([author])
    assert refusal is not None
    assert refusal.code == "rate.limited"
