"""Takes single migrations back and applies them again, without all that was built upon them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@contextmanager
def taken_back(app: str, *names: str) -> Iterator[None]:
    """The database as it was without these, the newest first; no later one may have changed what they made."""
    executor = MigrationExecutor(connection)
    found = [executor.loader.get_migration(app, name) for name in names]
    for migration in found:
        executor.unapply_migration(executor.loader.project_state((app, migration.name), at_end=False), migration)
    try:
        yield
    finally:
        for migration in reversed(found):
            executor.apply_migration(executor.loader.project_state((app, migration.name), at_end=False), migration)
