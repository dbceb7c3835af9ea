"""Finding: from a question to what may be read of what fits, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import NamedTuple

from django.db import connection

from community.search.index import marks
from community.search.query import Query

PAGE = 30
RECENT = 20_000  # of the newest entries: a word that many use is found among these, without gathering all there are


class Place(NamedTuple):
    """Where somebody may look: a kind of things, and of it these places."""

    kind: str
    places: Sequence[int]


class Hit(NamedTuple):
    kind: str
    object_id: int
    at: datetime
    entry: int


@dataclass(frozen=True)
class Limits:
    """What a question comes to once its names are known.

    Attributes:
        authors: ids of the people who may have said it; None where it may be anybody.
        zone: of the reader, in which a day begins and ends.
        older_than: the last hit of the page before.
    """

    community: int
    where: Sequence[Place]
    authors: Sequence[int] | None
    zone: tzinfo = UTC
    older_than: Hit | None = None


def find(query: Query, limits: Limits, many: int = PAGE) -> list[Hit]:
    """The newest that fit, at most so many."""
    wanted, values = _conditions(query, limits)
    recent = _ask(f"{_RECENT} {wanted} ORDER BY at DESC, id DESC LIMIT %s", [limits.community, RECENT, *values, many])
    if len(recent) == many:
        return recent
    return _ask(f"{_ALL} {wanted} ORDER BY at DESC, id DESC LIMIT %s", [*values, many])


_COLUMNS = "SELECT kind, object_id, at, id FROM"
_ALL = f"{_COLUMNS} search_entry WHERE"
_RECENT = f"""
WITH recent AS MATERIALIZED (SELECT * FROM search_entry WHERE community_id = %s ORDER BY at DESC LIMIT %s)
{_COLUMNS} recent WHERE
"""


def _ask(sql: str, values: list[object]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def _conditions(query: Query, limits: Limits) -> tuple[str, list[object]]:
    """What must hold of an entry, as SQL and its values."""
    parts: list[tuple[str, list[object]]] = [("words @@ %s::tsquery", [_words(query, limits)]), _where(limits.where)]
    if query.before:
        parts.append(("at < %s", [datetime.combine(query.before, time.min, limits.zone)]))
    if query.after:
        parts.append(("at >= %s", [datetime.combine(query.after, time.min, limits.zone)]))
    if limits.older_than:
        parts.append(("(at, id) < (%s, %s)", [limits.older_than.at, limits.older_than.entry]))
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _where(places: Sequence[Place]) -> tuple[str, list[object]]:
    conditions = " OR ".join(["(kind = %s AND place = ANY(%s))"] * len(places)) or "false"
    return f"({conditions})", [value for place in places for value in (place.kind, list(place.places))]


def _words(query: Query, limits: Limits) -> str:
    tags = [f"'{tag}'" for tag in marks(community=limits.community, has=sorted(query.has))]
    if limits.authors is not None:
        anybody = " | ".join(f"'{tag}'" for pk in limits.authors for tag in marks(author=pk)) or "'~nobody'"
        tags.append(f"({anybody})")
    return " & ".join([f"({one})" for one in query.wanted] + [f"!({one})" for one in query.unwanted] + tags)
