"""What can be found, and where it is read: upper layers register their kinds here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from community.members.models import Member
from community.search.query import Has, Query
from community.search.shapes import Hit


@dataclass(frozen=True)
class Thing:
    """Something that changed, and can be found or cannot be any more.

    Attributes:
        kind: under which it is registered.
        place: where its readers are decided: the room of a message, the category of a post.
        body: what it says; None where it must not be found any more.
    """

    kind: str
    id: int
    community: int
    place: int
    author: int
    at: datetime
    body: str | None
    has: frozenset[Has] = frozenset()


class Changes(NamedTuple):
    """What changed in what is read.

    Attributes:
        rev: everything up to this number is among it.
        more: whether there are later ones.
    """

    things: Sequence[Thing]
    rev: int
    more: bool


@dataclass(frozen=True)
class Source:
    """What is read change by change: rooms, threads.

    Attributes:
        changed: what changed in one of them after a number: about so many things, and all that share the last number.
        lagging: those with changes that the index has not seen, at most so many.
    """

    changed: Callable[[int, int, int], Changes]
    lagging: Callable[[int], list[int]]


@dataclass(frozen=True)
class Kind:
    """What is found: messages, posts.

    Attributes:
        places: where a member may look for it; with names, only the places that are called so.
        hits: what may be shown to a member of these ids, by id: everything is looked at once more.
    """

    places: Callable[[Member, Sequence[str]], list[int]]
    hits: Callable[[Member, Sequence[int], Query], Mapping[int, Hit]]


SOURCES: dict[str, Source] = {}
KINDS: dict[str, Kind] = {}


def register_source(name: str, source: Source) -> None:
    SOURCES[name] = source


def register_kind(name: str, kind: Kind) -> None:
    KINDS[name] = kind
