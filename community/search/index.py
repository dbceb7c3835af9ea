"""Keeping the index: each place is read from where it was left, change by change.

A change of anything that can be found takes the next number of its place, under the place's lock. So one number a place is
all there is to remember, and an edit, a removal and a restored message come by themselves.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from community.search import words
from community.search.models import Bookmark, Entry
from community.search.query import Has

AT_ONCE = 1_000  # things read in one transaction
LAGGING = 200  # places looked after at once


@dataclass(frozen=True)
class Thing:
    """Something that changed in a place.

    Attributes:
        body: what it says; None where it must not be found any more.
    """

    id: int
    community: int
    author: int
    at: datetime
    body: str | None
    has: frozenset[Has] = frozenset()


class Changes(NamedTuple):
    """What changed in a place.

    Attributes:
        rev: everything up to this number is among it.
        more: whether there are later ones.
    """

    things: Sequence[Thing]
    rev: int
    more: bool


@dataclass(frozen=True)
class Source:
    """A kind of things that can be found.

    Attributes:
        changed: what changed in a place after a number: about so many things, and all that share the last one's number.
        lagging: places with changes that the index has not seen, at most so many.
    """

    changed: Callable[[int, int, int], Changes]
    lagging: Callable[[int], list[int]]


SOURCES: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    SOURCES[kind] = source


def read_all(kind: str, place: int) -> None:
    """Read a place to its end; safe to do twice, and at the same time."""
    while _read(kind, place):
        pass


@transaction.atomic
def _read(kind: str, place: int) -> bool:
    """Read on; whether there may be more."""
    bookmark = _held(kind, place)
    changes = SOURCES[kind].changed(place, bookmark.rev, AT_ONCE)
    _forget(kind, [thing.id for thing in changes.things if thing.body is None])
    _keep(kind, place, [thing for thing in changes.things if thing.body is not None])
    Bookmark.objects.filter(pk=bookmark.pk).update(rev=changes.rev)
    return changes.more


def _held(kind: str, place: int) -> Bookmark:
    Bookmark.objects.get_or_create(kind=kind, place=place)
    return Bookmark.objects.select_for_update(no_key=True).get(kind=kind, place=place)


def _forget(kind: str, ids: list[int]) -> None:
    if ids:
        Entry.objects.filter(kind=kind, object_id__in=ids).delete()


def _keep(kind: str, place: int, things: list[Thing]) -> None:
    if not things:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                kind, place, [thing.id for thing in things], [thing.community for thing in things],
                [thing.at for thing in things], [_vector(place, thing) for thing in things],
            ],
        )  # fmt: skip


_KEEP = """
INSERT INTO search_entry (kind, place, object_id, community_id, at, words)
SELECT %s, %s, thing.id, thing.community, thing.at, thing.words::tsvector
  FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[]) AS thing(id, community, at, words)
    ON CONFLICT (kind, object_id) DO UPDATE SET place = excluded.place, words = excluded.words
"""


def _vector(place: int, thing: Thing) -> str:
    tags = marks(community=thing.community, place=place, author=thing.author, has=thing.has)
    return " ".join([words.vector(thing.body or ""), *(f"'{tag}'" for tag in tags)])


def marks(
    community: int | None = None, place: int | None = None, author: int | None = None, has: Iterable[Has] = ()
) -> list[str]:
    """What narrows a search, as it stands among the words."""
    numbered = {"c": community, "p": place, "a": author}
    return [f"~{sign}{number}" for sign, number in numbered.items() if number is not None] + [f"~{one}" for one in has]
