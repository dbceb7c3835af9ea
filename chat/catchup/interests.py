"""The words that a member cares for. The stream knows none; upper layers that do register themselves."""

from collections.abc import Callable

from community.members.models import Member

MOST = 20  # words

_sources: list[Callable[[Member], list[str]]] = []


def register(source: Callable[[Member], list[str]]) -> None:
    """Have a function asked for words that a member cares for, those they care for most first."""
    _sources.append(source)


def of(member: Member) -> list[str]:
    found = dict.fromkeys(word.casefold() for source in _sources for word in source(member) if word.strip())
    return list(found)[:MOST]
