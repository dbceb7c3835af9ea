"""Whether this process is alive, and whether it should be sent visitors.

Alive means that it answers at all; nothing else is asked, because a restart mends neither a database nor a Redis.
Ready means that a visitor would be served: the database answers, its migrations are applied, Redis was reached once
since the start, and the process is not about to end. Redis going away later is told and does not make it unready:
talk goes on without it, and taking every process away at once would end that.
"""

from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from community import draining
from community.memory import memory

OK = "ok"
_once: set[str] = set()  # what was found good and is not asked again, or may be worse later


def readiness() -> tuple[bool, dict[str, str]]:
    """Whether the process is ready, and what was found, part by part."""
    found = {
        "draining": "under way" if draining.under_way() else OK,
        "database": _tried(_ask_database),
        "migrations": _tried(_ask_migrations),
        "redis": _tried(_ask_redis),
    }
    wrong = {part for part, said in found.items() if said != OK}
    return not wrong - (_once & {"redis"}), found


def _tried(ask: Callable[[], str]) -> str:
    """What a part says; of an error only the kind, for its words can hold addresses and passwords."""
    try:
        return ask()
    except Exception as error:
        return type(error).__name__


def _ask_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _ask_migrations() -> str:
    if "migrations" not in _once:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "missing"
        _once.add("migrations")
    return OK


def _ask_redis() -> str:
    memory.ping()
    _once.add("redis")
    return OK
