"""A database in which all migrations ran, for the tests' own to be copied from: they run once, not in each process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import django
from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from tests.live import REPOSITORY, database_url, environment

FIRST = "oxbow_migrated_"
TURN = 7240  # of the lock under which it is made


def database() -> str:
    """Its name, which stands for the migrations; whoever asks first makes it, the others wait."""
    name = FIRST + _fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        if name not in _there(cursor):
            _make(cursor, name)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
    return name


def _fingerprint() -> str:
    """Of our migrations, and of the packages that bring theirs."""
    folders = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(REPOSITORY)]
    ours = sorted(path for folder in folders for path in folder.glob("migrations/*.py"))
    said = b"".join(path.read_bytes() for path in [*ours, REPOSITORY / "requirements.txt"])
    return hashlib.sha256(said).hexdigest()[:12]


def _there(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [FIRST])
    return [name for (name,) in cursor.fetchall()]


def _make(cursor: CursorWrapper, name: str) -> None:
    """Renamed when it is whole, so that none is ever found half made."""
    making = f"{FIRST}making"
    for old in _there(cursor):
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=REPOSITORY, env=environment() | {"DATABASE_URL": database_url(making)}, check=True)
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))


if __name__ == "__main__":  # while there is a core to spare: who needs it later, finds it
    from tests import servers

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    django.setup()
    database()
    servers.pytest_unconfigure()
