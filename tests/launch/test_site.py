"""The whole site, started as `make run` starts it."""

import os
import signal
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launch.started import PATIENCE, Started, launcher, left_of, manage, until

OPEN = "Oxbow is open."


def free_port() -> str:
    """A port that was free a moment ago."""
    with socket.create_server(("0.0.0.0", 0)) as server:
        return str(server.getsockname()[1])


@pytest.fixture
def port() -> str:
    return free_port()


def opened(data: Path, port: str) -> Started:
    """The site on an empty database, open."""
    site = launcher("run", data, PORT=port, DEMO="0")
    site.wait_for(OPEN)
    return site


@pytest.fixture(scope="module")
def site(kept_data: Path) -> Iterator[Started]:
    """A site that stays open, for tests that leave it as it was."""
    site = opened(kept_data, free_port())
    yield site
    site.signal(signal.SIGTERM)


def is_answering(site: Started) -> bool:
    address = site.said.partition("http://localhost:")[2].split()[0]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{address}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def refused(data: Path, **more: str) -> str:
    """The one sentence with which a start that must fail ends."""
    site = launcher("run", data, **{"DEMO": "0", **more})
    assert site.process.wait(PATIENCE) == 1
    assert "Traceback" not in site.said
    return site.said.splitlines()[-1]


def test_the_site_answers_when_it_says_that_it_is_open(site: Started) -> None:
    assert is_answering(site)


def test_a_killed_web_server_is_started_again(site: Started) -> None:
    web = next(process for process in left_of(site.data) if " daphne " in process)
    os.kill(int(web.split()[0]), signal.SIGKILL)
    site.wait_for("web ended (signal SIGKILL) and starts again")
    until(lambda: is_answering(site))
    assert is_answering(site)


def test_a_management_command_uses_the_servers_of_the_open_site(site: Started) -> None:
    assert manage(site.data, "migrate", "--check").returncode == 0
    assert is_answering(site)


def test_a_second_site_on_the_same_data_is_one_sentence(site: Started, port: str) -> None:
    second = refused(site.data, PORT=port)
    assert second.startswith("Oxbow already runs on the data folder")
    assert is_answering(site)


def test_a_command_that_needs_no_server_starts_none(data: Path) -> None:
    assert manage(data, "help").returncode == 0
    assert not (data / "postgres").exists()


def test_a_port_in_use_is_one_sentence(data: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:
        told = refused(data, PORT=str(server.getsockname()[1]))
    assert "is in use by another program" in told


def test_a_wrong_database_url_is_one_sentence(data: Path, port: str) -> None:
    told = refused(data, PORT=port, DATABASE_URL="postgres://u:p@127.0.0.1:1/oxbow")
    assert told.startswith("The database at 127.0.0.1:1 cannot be reached (Connection refused)")


def test_a_wrong_redis_url_is_one_sentence(data: Path, port: str) -> None:
    told = refused(data, PORT=port, REDIS_URL="redis://127.0.0.1:1")
    assert told.startswith("The Redis at 127.0.0.1:1 cannot be reached (Connection refused)")


def test_a_data_folder_that_cannot_be_used_is_one_sentence(data: Path, port: str) -> None:
    data.write_text("a file where the folder should be")
    told = refused(data, PORT=port, OXBOW_DATA=str(data / "below"))
    assert told.startswith("The data folder ")


def test_a_start_after_kill_nine_of_the_supervisor_works_and_ctrl_c_leaves_no_process(site: Started, port: str) -> None:
    """The last one: it closes the site of all the others."""
    site.signal(signal.SIGKILL)
    again = opened(site.data, port)
    assert is_answering(again)
    assert again.signal(signal.SIGINT) == 0
    assert left_of(site.data) == []
    assert manage(site.data, "migrate", "--check").returncode == 0, "a command alone starts the servers"
    assert left_of(site.data) == []
