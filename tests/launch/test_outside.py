"""Servers that variables name wrongly: one sentence each, which never repeats a password."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
import redis

from community.launch import environment, outside, services
from community.launch.refusal import Refusal

PASSWORD = "hunter2"


@pytest.fixture(scope="module")
def guarded(kept_data: Path) -> Iterator[Path]:
    """Servers that ask for a password; the data folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "REDIS_URL", "OXBOW_DATA"):
            patch.delenv(name, raising=False)
        with services.running(kept_data):
            guard(kept_data)
            yield kept_data


def guard(data: Path) -> None:
    with psycopg.connect(environment.database_url(data), autocommit=True) as connection:
        connection.execute("CREATE ROLE member LOGIN PASSWORD 'right'")
        (data / "postgres" / "pg_hba.conf").write_text("local all oxbow trust\nlocal all all scram-sha-256\n")
        connection.execute("SELECT pg_reload_conf(), pg_sleep(0.2)")
    redis.Redis.from_url(environment.redis_url(data)).config_set("requirepass", "right")


def sentence(monkeypatch: pytest.MonkeyPatch, variable: str, url: str) -> str:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, url)
    with pytest.raises(Refusal) as refusal:
        outside.refuse_if_unusable()
    told = str(refusal.value)
    assert PASSWORD not in told
    assert "\n" not in told
    assert told.endswith(".")
    return told


def database(data: Path, user: str, name: str = "oxbow") -> str:
    return f"postgres://{user}:{PASSWORD}@/{name}?{urlencode({'host': environment.run_dir(data)})}"


@pytest.mark.parametrize(
    "url",
    [
        "oxbow",
        "mysql://root:hunter2@db/oxbow",
        "postgres//hunter2@db/oxbow",
        "postgres://u:hunter2@db:port/oxbow",
        "postgres://u:hunter2@[db/oxbow",
        "postgres://u:hunter2@localhost/oxbow?nonsense=1",
    ],
)
def test_a_malformed_database_url_is_one_sentence(monkeypatch, url: str) -> None:
    assert "DATABASE_URL" in sentence(monkeypatch, "DATABASE_URL", url)


@pytest.mark.parametrize("url", ["localhost:6379", "http://localhost", "redis://:hunter2@h:x", "redis://:hunter2@h/x"])
def test_a_malformed_redis_url_is_one_sentence(monkeypatch, url: str) -> None:
    assert "REDIS_URL" in sentence(monkeypatch, "REDIS_URL", url)


def test_a_database_that_does_not_answer_is_one_sentence(monkeypatch) -> None:
    told = sentence(monkeypatch, "DATABASE_URL", f"postgres://u:{PASSWORD}@127.0.0.1:1/oxbow")
    assert told.startswith("The database at 127.0.0.1:1 cannot be reached")


def test_a_host_that_does_not_exist_is_one_sentence(monkeypatch) -> None:
    told = sentence(monkeypatch, "DATABASE_URL", f"postgres://u:{PASSWORD}@nowhere.invalid/oxbow")
    assert told.startswith("The database at nowhere.invalid cannot be reached")


def test_a_wrong_database_password_is_one_sentence(monkeypatch, guarded: Path) -> None:
    told = sentence(monkeypatch, "DATABASE_URL", database(guarded, "member"))
    assert told.endswith("does not let in the user and password of DATABASE_URL.")


def test_an_unknown_database_user_is_one_sentence(monkeypatch, guarded: Path) -> None:
    told = sentence(monkeypatch, "DATABASE_URL", database(guarded, "stranger"))
    assert told.endswith("does not let in the user and password of DATABASE_URL.")


def test_a_missing_database_is_one_sentence(monkeypatch, guarded: Path) -> None:
    told = sentence(monkeypatch, "DATABASE_URL", database(guarded, "oxbow", "elsewhere"))
    assert told.startswith("There is no database elsewhere at ")


def test_a_redis_that_does_not_answer_is_one_sentence(monkeypatch) -> None:
    told = sentence(monkeypatch, "REDIS_URL", f"redis://:{PASSWORD}@127.0.0.1:1/0")
    assert told.startswith("The Redis at 127.0.0.1:1 cannot be reached")


def test_a_wrong_redis_password_is_one_sentence(monkeypatch, guarded: Path) -> None:
    told = sentence(monkeypatch, "REDIS_URL", f"unix://:{PASSWORD}@{environment.run_dir(guarded)}/redis.sock")
    assert told.endswith("does not let in the user and password of REDIS_URL.")


def test_servers_that_are_named_rightly_are_accepted(monkeypatch, guarded: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", environment.database_url(guarded))
    monkeypatch.setenv("REDIS_URL", f"unix://:right@{environment.run_dir(guarded)}/redis.sock")
    outside.refuse_if_unusable()
