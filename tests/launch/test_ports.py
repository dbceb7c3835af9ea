"""The port of the site."""

import socket
from collections.abc import Iterator

import pytest

from community.launch import ports
from community.launch.refusal import Refusal


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_one_sentence(taken: int) -> None:
    with pytest.raises(Refusal, match=rf"^Port {taken} is in use by another program: .*\.$"):
        ports.refuse_if_taken(taken, patience=0)


def test_a_port_that_is_let_go_a_moment_later_is_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    ports.refuse_if_taken(port)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Refusal, match=r"a port is a number from 1 to 65535\.$"):
        ports.chosen()


def test_the_address_in_the_network_is_not_this_machine_alone() -> None:
    address = ports.lan_address()
    assert address is None or not address.startswith("127.")
