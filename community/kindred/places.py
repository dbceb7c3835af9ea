"""Where members read and meet, by kind: each layer says who reads its places, and which of them somebody may enter.

Only places that every member could come into are named here. Who reads a closed room is nobody else's to know.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from community.errors import NotFound
from community.members.models import Member

MOST = 50  # places of a member that are compared, and looked at


@dataclass(frozen=True)
class Place:
    """A place that a member can see.

    Attributes:
        key: such as `room:5`.
        slug: the address of a tribe; nothing for others.
        is_new: whether they may come in, and neither read it, nor left it, nor muted it.
    """

    key: str
    title: str
    text: str = ""
    slug: str = ""
    is_new: bool = False

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


# Those of these names that a member can see.
Find = Callable[[Member, list[str]], list[Place]]


@dataclass(frozen=True)
class Kind:
    """One kind of places.

    Attributes:
        reads: a statement that gives `(member, place)`, each pair once, for who read which place of the community
            `%(community)s` after `%(since)s`.
        find: what a member can see of it.
    """

    reads: str
    find: Find


_kinds: dict[str, Kind] = {}

_READ_BY = """
SELECT place FROM ({reads}) AS read (member, place) WHERE member = %(member)s ORDER BY place LIMIT %(most)s
"""


def register(name: str, kind: Kind) -> None:
    _kinds[name] = kind


def ids(names: Iterable[str]) -> list[int]:
    """Those of these names that are the id of something."""
    return [int(name) for name in names if name.isdecimal() and len(name) <= 18]


def reads() -> str:
    """A statement for who read what, over all kinds."""
    return " UNION ALL ".join(kind.reads for kind in _kinds.values())


def read_by(member: Member, since: datetime) -> list[str]:
    """What a member read lately."""
    asked: dict[str, Any] = {"community": member.community_id, "since": since, "member": member.pk, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(_READ_BY.format(reads=reads()), asked)
        return [place for (place,) in cursor.fetchall()]


def find(member: Member, keys: Iterable[str]) -> dict[str, Place]:
    """Those of these places that a member can see: a query a kind."""
    names: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, _, name = key.partition(":")
        names[kind].append(name)
    found = [_kinds[kind].find(member, names[kind]) for kind in _kinds if kind in names]
    return {place.key: place for places in found for place in places}


def meant(member: Member, key: str) -> Place:
    """One place that a member can see and others could come into; raises `not_found`."""
    place = find(member, [key]).get(key)
    if place is None or place.kind == "interest":
        raise NotFound("place")
    return place
