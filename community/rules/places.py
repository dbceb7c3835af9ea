"""Where things stand, by the names that a reader may know: each layer says it of its own kinds."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from community.members.models import Member


@dataclass(frozen=True)
class Place:
    """A room or a category; `path` is where it is in the app."""

    name: str
    path: str


LookUp = Callable[[Member, set[int]], dict[int, Place]]
Seen = Callable[[Member], QuerySet[Any]]
_kinds: dict[str, LookUp] = {}
_seen: dict[str, Seen] = {}


def register(kind: str, look_up: LookUp, seen: Seen | None = None) -> None:
    """Have the places of things of a kind named: by their ids, those alone that the reader can see.

    Args:
        seen: all that a reader can see, where some acts are told to nobody else.
    """
    _kinds[kind] = look_up
    if seen:
        _seen[kind] = seen


def of(reader: Member, things: Iterable[str]) -> dict[str, Place]:
    """The places of things such as `message:812`, with one query for each kind that is among them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for thing in things:
        kind, _, number = thing.partition(":")
        if kind in _kinds and number.isdigit():
            wanted[kind].add(int(number))
    return {f"{kind}:{pk}": place for kind, ids in wanted.items() for pk, place in _kinds[kind](reader, ids).items()}


def seen_by(reader: Member) -> list[QuerySet[Any]]:
    """What a reader can see, as queries for texts such as `room:5`: one for each kind that says so."""
    return [seen(reader).order_by().values_list(_thing(kind), flat=True) for kind, seen in _seen.items()]


def _thing(kind: str) -> Concat:
    return Concat(Value(f"{kind}:"), Cast("pk", CharField()))
