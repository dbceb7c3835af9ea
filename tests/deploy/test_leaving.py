"""A process that is told to end, on either server."""

import signal

import pytest

from tests import live, wire

COMMANDS = {
    "daphne": ["daphne", "--bind", "127.0.0.1", "--verbosity", "0", "--port"],
    "uvicorn": ["uvicorn", "--host", "127.0.0.1", "--log-level", "warning", "--port"],
}
ENDED = {0, -signal.SIGTERM, 128 + signal.SIGTERM}


@pytest.fixture(params=COMMANDS)
def running(request, transactional_db):
    """A server of the test's own, and where it is."""
    port = live.free_port()
    command = [*COMMANDS[request.param], str(port), "community.asgi:application"]
    site = live.Site(port)
    with live.process(command, PORT=str(port), DRAIN_SECONDS="1") as server:
        live.wait_until(lambda: live._answers(site, server), live.START)
        yield server, site
    live.wait_until_idle()


def test_it_tells_its_sockets_to_resume_elsewhere_and_ends(running, ben, square):
    server, site = running
    with wire.Wire(site, ben) as socket:
        socket.do("follow", topics=[f"room.{square.pk}"])
        server.terminate()
        assert socket.close_code() == 4008
    assert server.wait(live.START) in ENDED


def test_with_nobody_there_it_ends_as_well(running):
    server, _ = running
    server.terminate()
    assert server.wait(live.START) in ENDED
