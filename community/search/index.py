"""Keeping the index: what can be found is read from where it was left, change by change.

A change of anything that can be found takes the next number of its room or thread, under that one's lock. So one number
each is all there is to remember, and an edit, a removal and a restored message come by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from community.jobs.waiting import Waiting
from community.search import words
from community.search.models import Bookmark
from community.search.query import Has
from community.search.sources import SOURCES, Thing

AT_ONCE = 1_000  # things read in one transaction
LAGGING = 200  # rooms or threads looked after at once
WAITING = {name: Waiting(f"index-{name}") for name in Bookmark.Source.values}


def read_all(source: str, pk: int) -> None:
    """Read a room or a thread to its end; safe to do twice, and at the same time."""
    WAITING[source].begun(pk)
    while _read(source, pk):
        pass


def lagging() -> list[tuple[str, int]]:
    """What was filled by other means, or whose reading was lost on the way."""
    return [(name, pk) for name, source in SOURCES.items() for pk in source.lagging(LAGGING)]


@transaction.atomic
def _read(source: str, pk: int) -> bool:
    """Read on; whether there may be more."""
    bookmark = held(source, pk)
    changes = SOURCES[source].changed(pk, bookmark.rev, AT_ONCE)
    _forget_things([thing for thing in changes.things if thing.body is None])
    _keep([thing for thing in changes.things if thing.body is not None])
    Bookmark.objects.filter(pk=bookmark.pk).update(rev=changes.rev)
    return changes.more


def held(source: str, pk: int) -> Bookmark:
    """How far a room or a thread has been read, held until commit: nobody reads it meanwhile."""
    Bookmark.objects.get_or_create(source=source, object_id=pk)
    return Bookmark.objects.select_for_update(no_key=True).get(source=source, object_id=pk)


def _forget_things(things: Sequence[Thing]) -> None:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for thing in things:
        by_kind[thing.kind].append(thing.id)
    for kind, ids in by_kind.items():
        forget(kind, ids)


def forget(kind: str, ids: list[int]) -> None:
    """Have none of these found any more; call it while their room or thread is `held`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry WHERE kind = %s AND object_id = ANY(%s)", [kind, ids])


def _keep(things: Sequence[Thing]) -> None:
    if things:
        columns = zip(*((t.kind, t.place, t.id, t.community, t.at, _vector(t)) for t in things), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [list(column) for column in columns])


_KEEP = """
INSERT INTO search_entry (kind, place, object_id, community_id, at, words)
SELECT kind, place, object_id, community_id, at, words::tsvector
  FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[])
       AS thing(kind, place, object_id, community_id, at, words)
    ON CONFLICT (kind, object_id) DO UPDATE SET place = excluded.place, words = excluded.words
"""


def _vector(thing: Thing) -> str:
    tags = marks(community=thing.community, author=thing.author, has=thing.has)
    place = place_mark(thing.kind, thing.place)
    return " ".join([words.vector(thing.body or ""), f"'{place}'", *(f"'{tag}'" for tag in tags)])


def marks(community: int | None = None, author: int | None = None, has: Iterable[Has] = ()) -> list[str]:
    """What narrows a search, as it stands among the words."""
    numbered = {"c": community, "a": author}
    return [f"~{sign}{number}" for sign, number in numbered.items() if number is not None] + [f"~{one}" for one in has]


def place_mark(kind: str, place: int) -> str:
    return f"~{kind}{place}"
