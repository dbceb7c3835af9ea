"""What a newcomer is shown first: each layer says what it has, of what they may read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from community.members.models import Member

EACH = 3


@dataclass(frozen=True)
class Suggested:
    """A place to look at.

    Attributes:
        matches: whether it is about an interest of theirs.
    """

    kind: Literal["room", "thread"]
    id: int
    title: str
    text: str
    matches: bool


Find = Callable[[Member, list[str], int], list[Suggested]]
_finders: list[Find] = []


def register(find: Find) -> None:
    """Have a function asked with the newcomer, their interests and how many are wanted."""
    _finders.append(find)


def for_newcomer(member: Member, tags: list[str]) -> list[Suggested]:
    return [found for find in _finders for found in find(member, tags, EACH)]
