"""Finding: from a question to what fits it, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from community.clock import at
from community.search.index import marks, place_mark
from community.search.query import Query

RECENT = 20_000  # of the newest entries: a word that many use is found among these, without gathering all there are
NARROW = 100  # places that are named to the index itself


class Place(NamedTuple):
    """Where somebody may look: a kind of things, and of it these places."""

    kind: str
    places: Sequence[int]


class Entry(NamedTuple):
    """A thing that fits.

    Attributes:
        id: of the entry in the index.
    """

    kind: str
    object_id: int
    at: datetime
    id: int


@dataclass(frozen=True)
class Limits:
    """What a question comes to once its names are known.

    Attributes:
        authors: ids of the people who may have said it; None where it may be anybody.
        zone: of the reader, in which a day begins and ends.
        older_than: moment and id of the last entry of the page before.
    """

    community: int
    where: Sequence[Place]
    authors: Sequence[int] | None
    zone: str = "UTC"
    older_than: tuple[datetime, int] | None = None


def find(query: Query, limits: Limits, many: int) -> list[Entry]:
    """The newest that fit, at most so many."""
    if not any(place.places for place in limits.where):
        return []
    wanted, values = _conditions(query, limits)
    recent = _ask(f"{_RECENT} {wanted} ORDER BY at DESC, id DESC LIMIT %s", [limits.community, RECENT, *values, many])
    if len(recent) == many:
        return recent
    return _ask(f"{_ALL} {wanted} ORDER BY at DESC, id DESC LIMIT %s", [*values, many])


_ALL = "SELECT kind, object_id, at, id FROM search_entry WHERE"
_RECENT = """
WITH recent AS MATERIALIZED (SELECT * FROM search_entry WHERE community_id = %s ORDER BY at DESC, id DESC LIMIT %s)
SELECT kind, object_id, at, id FROM recent WHERE
"""


def _ask(sql: str, values: list[Any]) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Entry(*row) for row in cursor.fetchall()]


def _conditions(query: Query, limits: Limits) -> tuple[str, list[Any]]:
    """What must hold of an entry, as SQL and its values."""
    parts: list[tuple[str, list[Any]]] = [("words @@ %s::tsquery", [_words(query, limits)]), _where(limits.where)]
    if query.before:
        parts.append(("at < %s", [at(query.before, 0, limits.zone)]))
    if query.after:
        parts.append(("at >= %s", [at(query.after, 0, limits.zone)]))
    if limits.older_than:
        parts.append(("(at, id) < (%s, %s)", [*limits.older_than]))
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _where(where: Sequence[Place]) -> tuple[str, list[Any]]:
    conditions = " OR ".join(["(kind = %s AND place = ANY(%s))"] * len(where))
    return f"({conditions})", [value for place in where for value in (place.kind, list(place.places))]


def _words(query: Query, limits: Limits) -> str:
    tags = [f"'{tag}'" for tag in marks(community=limits.community, has=sorted(query.has))]
    if limits.authors is not None:
        tags.append(_any([tag for pk in limits.authors for tag in marks(author=pk)]))
    places = [place_mark(kind, pk) for kind, some in limits.where for pk in some]
    if len(places) <= NARROW:
        tags.append(_any(places))
    wanted = [f"({phrase.tsquery()})" for phrase in query.wanted]
    unwanted = [f"!({phrase.tsquery()})" for phrase in query.unwanted]
    return " & ".join([*wanted, *unwanted, *tags])


def _any(tags: Sequence[str]) -> str:
    return f"({' | '.join(f'{tag!r}' for tag in tags)})" if tags else "'~nobody'"
