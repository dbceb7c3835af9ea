"""Look-ups that almost every request makes: their SQL is built once, and the database plans it once a connection.

Building a query takes Django several times as long as the database takes to answer it. Nothing is kept of the
answers: whoever asks gets what stands in the database now.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from hashlib import blake2b
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)

_FIRST_MARK = 2**60  # numbers that stand for what is looked for while the SQL is built; no id is as high


# By itself the database plans a statement anew each time where it thinks that a plan for these values would save more
# than it costs, which for many joins it does not. Undone by a rollback, it is only as fast as it was.
_PLAN_ONCE = "SET plan_cache_mode = force_generic_plan"
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # by connection, the statements that it has prepared


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Ask with a statement that each connection prepares once.

    Not psycopg's own preparing: it forgets every statement of a connection, those of others too, at each rollback.
    """
    name = _named(sql)
    with connection.cursor() as cursor:
        _prepare(name, sql)
        cursor.execute(f"EXECUTE {name}({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchall()


@cache
def _named(sql: str) -> str:
    return f"lookup_{blake2b(sql.encode(), digest_size=12).hexdigest()}"


def _prepare(name: str, sql: str) -> None:
    names = _known.setdefault(connection.connection, set())
    if name not in names:
        with connection.wrap_database_errors:
            if not names:
                connection.connection.execute(_PLAN_ONCE)
            connection.connection.execute(f"PREPARE {name} AS {_numbered(sql)}")
        names.add(name)


def _numbered(sql: str) -> str:
    """The same with $1, $2 and so on for its values."""
    places = count(1)
    return re.sub("%[s%]", lambda found: f"${next(places)}" if found[0] == "%s" else "%", sql)


def text(value: object) -> RawSQL:
    """A text among the values of a look-up."""
    return RawSQL("%s", [value])


def any_of(ids: object) -> RawSQL:
    """A list of ids among the values of a look-up, to be used with `__in`."""
    return RawSQL("SELECT unnest(%s::bigint[])", [ids])


class Lookup(Generic[Row]):
    """A query of which only some values change from one time to the next.

    Args:
        build: makes the query of these values, each a whole number that it compares with a column as it is; or what it
            hands on to `text` or `any_of`.
        values: how many there are.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row]], values: int) -> None:
        self._build = build
        self._marks = [_FIRST_MARK + number for number in range(values)]

    def __call__(self, *wanted: object) -> list[Row]:
        return [self._made(row) for row in self.values(*wanted)]

    def values(self, *wanted: object) -> list[tuple[Any, ...]]:
        """Only what stands in the columns, in their order; for a query that ends with `values_list`."""
        known = list(self._known)
        for value, places in zip(wanted, self._places, strict=True):
            for place in places:
                known[place] = value
        found = rows(self._sql, known)
        if not self._converters:
            return found
        return [tuple(row) for row in self._compiler.apply_converters(found, self._converters)]

    def first(self, *wanted: object) -> Row | None:
        return next(iter(self(*wanted)), None)

    @cached_property
    def _compiler(self) -> Any:
        return self._build(*self._marks).query.get_compiler(DEFAULT_DB_ALIAS)

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        return self._compiler.as_sql()

    @cached_property
    def _places(self) -> list[list[int]]:
        """Where each of the values stands among the parameters."""
        return [[place for place, value in enumerate(self._known) if value == mark] for mark in self._marks]

    @property
    def _sql(self) -> str:
        return self._statement[0]

    @property
    def _known(self) -> tuple[Any, ...]:
        return self._statement[1]

    @cached_property
    def _converters(self) -> dict[int, Any]:
        """What turns the database's values into those of their fields, by column; Django would gather it each time."""
        self._statement  # noqa: B018 the compiler knows its columns once it has made its SQL
        return self._compiler.get_converters([column[0] for column in self._compiler.select])

    @cached_property
    def _shape(self) -> tuple[type[Row], int, int, list[str], dict[str, int], list[Any]]:
        """Which columns make the row itself, which are annotations, and what makes the rows that come with it."""
        self._statement  # noqa: B018 the compiler knows its columns once it has made its SQL
        compiler = self._compiler
        fields = compiler.klass_info["select_fields"]
        first, end = fields[0], fields[-1] + 1
        names = [column[0].target.attname for column in compiler.select[first:end]]
        beside = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return compiler.klass_info["model"], first, end, names, compiler.annotation_col_map, beside

    def _made(self, row: Sequence[Any]) -> Row:
        model, first, end, names, annotations, beside = self._shape
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
        for populator in beside:
            populator.populate(row, made)
        for name, column in annotations.items():
            setattr(made, name, row[column])
        return made
