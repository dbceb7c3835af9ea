"""The door of a running daphne: the names of other people's code that it needs are all there."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests import live
from tests.wire import Wire

MANY = 500  # connections at once; Twisted alone leaves room for 50
PATIENCE = 10  # seconds; a connection for which there is no room is tried again for a minute


@contextmanager
def standing_still(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.django_db(transaction=True)
def test_daphne_keeps_a_crowd_waiting_outside_and_lets_it_in_by_turns(ada, tmp_path):
    said = tmp_path / "said.log"
    with said.open("wb") as file, live.site(says=file, LOG_LEVEL="INFO", SOCKET_ARRIVALS="7") as site:
        with Wire(site, ada), standing_still(site.pid), ExitStack() as waiting:
            for _ in range(MANY):
                waiting.enter_context(socket.create_connection(("127.0.0.1", site.port), PATIENCE))
        with Wire(site, ada):
            assert "Arrivals take turns, 7 in a round." in said.read_text()
