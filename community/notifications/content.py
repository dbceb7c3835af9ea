"""What a digest is made of. Each layer fills its sections; the letter and the web app show the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

from django.utils.functional import Promise

from community.members.models import Community, Member

# Why somebody sees an item.
Reason = Literal[
    "mentioned", "called", "answered", "took_part", "followed", "people", "size", "new", "liked", "promoted", "capsule"
]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Reader:
    """A member for whom a digest is made.

    Attributes:
        since: what was said before is not told any more.
        mine_only: only what calls them and what they follow.
        told: the keys of what earlier digests told.
    """

    member: Member
    since: datetime
    mine_only: bool = False
    told: frozenset[str] = frozenset()


class Batch:
    """Readers of one community for whom digests are made together."""

    def __init__(self, community: Community, readers: Sequence[Reader]) -> None:
        self.community = community
        self.readers = readers
        self._found: dict[Callable[..., Any], Any] = {}

    @property
    def since(self) -> datetime:
        """The earliest moment that any of them asks about."""
        return min(reader.since for reader in self.readers)

    @property
    def ids(self) -> list[int]:
        return [reader.member.pk for reader in self.readers]

    def once(self, look_up: Callable[["Batch"], Found]) -> Found:
        """What several sections need of these readers, looked up by the first of them."""
        if look_up not in self._found:
            self._found[look_up] = look_up(self)
        return self._found[look_up]


@dataclass(frozen=True)
class Line:
    """A message or post in short.

    Attributes:
        key: such as `message:812`.
        url: a path on this site.
    """

    key: str
    by: str
    text: str
    url: str

    def __post_init__(self) -> None:
        _on_one_line(self, "by", "text")


@dataclass(frozen=True)
class Item:
    """One thing to look at, each text on a single line whatever members wrote.

    Attributes:
        key: what it tells, and up to where, such as `thread:5:12`: told once.
        url: a path on this site.
        place: the name of the room, where there is one to name.
        count: how many things it stands for.
        lines: the best of it, more than are shown.
        about: what it is about: once all of that stands above in the digest, the item is left out.
        tells: what needs no item of its own once this one is there.
    """

    key: str
    title: str
    url: str
    reason: Reason
    by: str = ""
    text: str = ""
    place: str = ""
    count: int = 1
    lines: tuple[Line, ...] = ()
    about: frozenset[str] = frozenset()
    tells: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _on_one_line(self, "title", "by", "text", "place")


@dataclass(frozen=True)
class Section:
    name: str
    heading: str | Promise
    items: list[Item]


@dataclass(frozen=True)
class Figure:
    """A number of the week.

    Attributes:
        text: how a letter says it, with `%(count)d`.
    """

    name: str
    count: int
    text: str | Promise


@dataclass(frozen=True)
class Chapter:
    """What a member is told of one community."""

    member: Member
    sections: list[Section]
    figures: list[Figure] = field(default_factory=list)

    @property
    def community(self) -> Community:
        return self.member.community

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)

    @property
    def keys(self) -> list[str]:
        """What it tells."""
        items = [item for section in self.sections for item in section.items]
        return [item.key for item in items] + [line.key for item in items for line in item.lines]


def _on_one_line(row: object, *names: str) -> None:
    for name in names:
        object.__setattr__(row, name, " ".join(getattr(row, name).split()))
