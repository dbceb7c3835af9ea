"""Our own PostgreSQL and Redis: shared, found again, safe, and gone when nobody uses them."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

from community.launch import child, disk, environment, people, postgres, services
from community.launch.refusal import Refusal
from tests.launch.started import Started, left_of, python, until

pytestmark = pytest.mark.usefixtures("nothing_named")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change the user")
HOLD = """
import sys
from pathlib import Path
from community.launch import services
with services.running(Path(sys.argv[1])) as servers:
    print("ready", flush=True)
    if sys.argv[2:] == ["keep"]:
        import time
        while True:
            servers.keep()
            time.sleep(0.1)
    sys.stdin.read() or __import__("time").sleep(600)
"""


def holder(data: Path, *arguments: str) -> Started:
    """Another program that uses the servers until it is stopped."""
    other = Started([sys.executable, "-c", HOLD, str(data), *arguments], data)
    other.wait_for("ready")
    return other


def ask(data: Path, query: str) -> object:
    with psycopg.connect(environment.database_url(data)) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def pid_of(data: Path, mark: str) -> int:
    return next(int(process.split()[0]) for process in left_of(data) if mark in process)


@contextmanager
def noted(data: Path, value: int) -> Iterator[None]:
    """Servers in which a number was committed."""
    with services.running(data):
        with psycopg.connect(environment.database_url(data)) as connection:
            connection.execute("CREATE TABLE note AS SELECT %s AS value", [value])
        yield


@pytest.fixture(scope="module")
def servers(kept_data: Path) -> Iterator[Path]:
    """Servers for tests that only look at them; the data folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "REDIS_URL", "OXBOW_DATA"):
            patch.delenv(name, raising=False)
        with services.running(kept_data):
            yield kept_data


def test_chinese_letters_count_as_letters(servers: Path) -> None:
    assert ask(servers, r"SELECT '群聊' ~ '^\w+$'") is True
    assert ask(servers, "SELECT count(*) FROM unnest(to_tsvector('simple', '很好，hello'))") == 2


def test_trigrams_are_made_of_chinese_too(servers: Path) -> None:
    with psycopg.connect(environment.database_url(servers)) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    assert ask(servers, "SELECT cardinality(show_trgm('群聊')) > 0") is True


def test_committed_means_on_the_disk(servers: Path) -> None:
    assert ask(servers, "SHOW fsync") == ask(servers, "SHOW synchronous_commit") == "on"


def test_neither_server_listens_on_the_network(servers: Path) -> None:
    assert ask(servers, "SHOW listen_addresses") == ""
    assert redis.Redis.from_url(environment.redis_url(servers)).config_get("port") == {"port": "0"}


def test_only_the_servers_user_can_enter_the_socket_folder(servers: Path) -> None:
    info = environment.run_dir(servers).stat()
    assert stat.S_IMODE(info.st_mode) == 0o700
    assert info.st_uid == people.server_user(servers).uid


@as_root
def test_the_servers_do_not_run_as_root(servers: Path) -> None:
    for mark in ("pginstall/bin/postgres", "valkey-server"):
        assert Path(f"/proc/{pid_of(servers, mark)}").stat().st_uid != 0


def test_a_block_inside_a_block_starts_nothing(servers: Path) -> None:
    before = pid_of(servers, "pginstall/bin/postgres")
    with services.running(servers) as inner:
        assert pid_of(servers, "pginstall/bin/postgres") == before
        assert os.environ["DATABASE_URL"] == inner.variables["DATABASE_URL"]


def test_a_named_server_is_used_instead_of_our_own(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/site")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example")
    with services.running(data):
        assert os.environ["DATABASE_URL"] == "postgres://db.example/site"
    assert not data.exists()


def test_tests_may_do_without_the_disk(data: Path) -> None:
    with services.running(data, fsync=False):
        assert ask(data, "SHOW fsync") == "off"


def test_the_last_user_stops_the_servers(data: Path) -> None:
    other = holder(data)
    with services.running(data):
        pass
    assert ask(data, "SELECT 1") == 1
    other.signal(signal.SIGINT)
    until(lambda: not left_of(data), seconds=10)
    assert left_of(data) == []


def test_the_servers_outlive_the_user_who_started_them_while_another_needs_them(data: Path) -> None:
    first = holder(data)
    with services.running(data):
        first.signal(signal.SIGKILL)
        assert ask(data, "SELECT 1") == 1
    until(lambda: not left_of(data), seconds=5)
    assert left_of(data) == []


def test_a_killed_user_does_not_keep_the_servers_running(data: Path) -> None:
    holder(data).signal(signal.SIGKILL)
    until(lambda: not left_of(data), seconds=10)
    assert left_of(data) == []


def test_killed_servers_come_back_with_what_was_committed(data: Path) -> None:
    with noted(data, 5):
        os.kill(pid_of(data, "pginstall/bin/postgres"), signal.SIGKILL)
        until(lambda: not postgres.is_ready(data), seconds=5)
        until(lambda: postgres.is_ready(data))
        assert ask(data, "SELECT value FROM note") == 5


def test_a_killed_keeper_is_replaced_by_a_user_who_watches(data: Path) -> None:
    holder(data, "keep")
    first = pid_of(data, "keep postgres")
    os.kill(first, signal.SIGKILL)
    until(lambda: any("keep postgres" in process and not process.startswith(f"{first} ") for process in left_of(data)))
    until(lambda: postgres.is_ready(data))
    assert ask(data, "SELECT 1") == 1


def test_a_postgres_that_outlived_its_keeper_is_found_again(data: Path) -> None:
    with noted(data, 6):
        pass
    process = postgres.process(data)
    orphan = subprocess.Popen(process.command, start_new_session=True, **child.as_user(process.user))
    until(lambda: postgres.is_ready(data))
    with services.running(data):
        assert ask(data, "SELECT value FROM note") == 6
    assert orphan.wait(5) == 0


def test_a_pid_file_whose_number_means_another_program_now_is_no_obstacle(data: Path) -> None:
    with noted(data, 7):
        pass
    stale = data / "postgres" / "postmaster.pid"
    stale.write_text(
        f"{os.getpid()}\n{data / 'postgres'}\n1700000000\n5432\n{environment.run_dir(data)}\n\n0 0\nready\n"
    )
    (environment.run_dir(data) / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    with services.running(data):
        assert ask(data, "SELECT value FROM note") == 7


def test_a_cluster_half_made_is_made_again(data: Path) -> None:
    services.make_folders(data)
    (data / "postgres.new").mkdir()
    (data / "postgres.new" / "PG_VERSION").write_text("18")
    with services.running(data):
        assert ask(data, "SELECT 1") == 1


def test_data_of_another_postgres_version_is_one_sentence(data: Path) -> None:
    with services.running(data):
        pass
    (data / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refusal, match=r"^PostgreSQL 9 made the data in .*, this is 18"), services.running(data):
        pass
    assert left_of(data) == []


def test_many_who_start_at_once_share_one_server(data: Path) -> None:
    others = [python(HOLD.replace("sys.argv[1]", repr(str(data))), data.with_name(f"data{i}")) for i in range(4)]
    for other in others:
        other.wait_for("ready")
    keepers = [process for process in left_of(data) if "keep postgres" in process]
    assert len(keepers) == 1
    for other in others:
        other.signal(signal.SIGKILL)
    until(lambda: not left_of(data), seconds=10)
    assert left_of(data) == []


@as_root
def test_root_does_not_touch_permissions_above_the_data_folder(data: Path) -> None:
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    above = {folder: folder.stat().st_mode for folder in (closed, *closed.parents)}
    with services.running(closed / "data"):
        assert ask(closed / "data", "SELECT 1") == 1
        assert redis.Redis.from_url(environment.redis_url(closed / "data")).ping()
    assert {folder: folder.stat().st_mode for folder in above} == above


@as_root
def test_data_behind_a_closed_folder_is_found_again(data: Path) -> None:
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    with noted(closed / "data", 8):
        pass
    with services.running(closed / "data"):
        assert ask(closed / "data", "SELECT value FROM note") == 8


@contextmanager
def small_disk(data: Path, megabytes: int) -> Iterator[None]:
    """A data folder on a disk of its own."""
    data.mkdir()
    size = f"size={megabytes}m,mode=0711"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", data], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", data], check=True)


def test_a_disk_that_is_full_is_one_sentence(data: Path) -> None:
    with (
        small_disk(data, megabytes=9),
        pytest.raises(Refusal, match=r"^The disk that holds .* is full: \d MB are free, \d+ MB are needed\.$"),
        services.running(data),
    ):
        pass


def test_a_disk_that_fills_up_on_the_way_is_one_sentence(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(disk, "FIRST_START", 0)
    with (
        small_disk(data, megabytes=20),
        pytest.raises(Refusal, match=r"^The disk that holds .* is full: \d+ MB are free; make room and start again\.$"),
    ):
        postgres.process(data)
