"""The site behind nginx, started once for all tests that want it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests import live
from tests.deploy import behind, redises


@pytest.fixture(scope="session")
def _behind(django_db_setup, django_db_blocker, tmp_path_factory):
    with behind.site(tmp_path_factory.mktemp("behind")) as site:
        yield site


@pytest.fixture
def front(transactional_db, _behind):
    """The site behind nginx. What a test commits, it sees; it is emptied after each test."""
    yield _behind
    live.wait_until_idle()


@pytest.fixture
def worker(front):
    """A worker for one test: its jobs would go on while the database is emptied."""
    front.start_worker()
    yield front.worker
    front.end("worker")


@pytest.fixture(scope="module")
def two() -> Iterator[list[int]]:
    """Two Redis that do not know each other."""
    with ExitStack() as stack:
        yield [stack.enter_context(redises.server()) for _ in range(2)]
