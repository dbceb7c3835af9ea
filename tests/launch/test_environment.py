"""Where things are when nothing is set."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from community.launch import environment, rundir
from community.launch.people import User
from community.launch.refusal import Refusal

LONGEST = 107  # bytes of a socket's path


def test_psycopg_understands_the_database_url(data: Path) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(environment.database_url(data))
    assert parts == {"dbname": "oxbow", "host": str(data / "run"), "user": "oxbow"}


@pytest.mark.parametrize("name", ["x" * 120, "with space", "100%", "聊天"])
def test_a_long_or_odd_data_folder_gets_short_and_plain_socket_paths(data: Path, name: str) -> None:
    run = environment.run_dir(data / name)
    assert str(run).isascii()
    assert run.name.startswith("oxbow-")
    assert len(f"{run}/.s.PGSQL.5432.lock") < LONGEST


def test_two_data_folders_never_share_a_socket_folder(data: Path) -> None:
    assert environment.run_dir(data / "a b") != environment.run_dir(data / "a c")


def test_the_secret_key_is_the_same_for_processes_that_ask_at_once(data: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: environment.secret_key(data), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50


def test_the_secret_key_is_for_its_owners_eyes_only(data: Path) -> None:
    environment.secret_key(data)
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == ["secret-key"]


def test_a_data_folder_that_cannot_be_written_is_one_sentence(data: Path) -> None:
    data.write_text("a file where the folder should be")
    with pytest.raises(Refusal, match=r"^The data folder .* cannot be used: .*\.$"):
        environment.make_data_dir(data / "below")


def test_a_socket_folder_open_to_others_is_refused(data: Path) -> None:
    environment.make_data_dir(data)
    (data / "run").mkdir()
    (data / "run").chmod(0o777)
    with pytest.raises(Refusal, match="not ours alone"):
        rundir.make(data, User(os.geteuid(), os.getegid()))


def test_a_socket_folder_that_is_a_link_is_refused(data: Path) -> None:
    environment.make_data_dir(data)
    (data / "run").symlink_to("/")
    with pytest.raises(Refusal, match="not ours alone"):
        rundir.make(data, User(os.geteuid(), os.getegid()))
