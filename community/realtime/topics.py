"""What can be followed. Each layer registers its kinds of topic in `apps.ready()`."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community.members.models import User

Numbers = dict[int, int]


def _no_numbers(ids: list[int]) -> Numbers:
    return {}


def _nothing(user: User, ids: list[int]) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of topic, such as `room`.

    Attributes:
        readable: of these ids, those that the user may follow.
        numbers: the current number of each id that has one.
        stay: told that a user follows these ids, at first and again with every heartbeat.
        go: told that a user has stopped following them.
    """

    readable: Callable[[User, list[int]], Iterable[int]]
    numbers: Callable[[list[int]], Numbers] = _no_numbers
    stay: Callable[[User, list[int]], None] = _nothing
    go: Callable[[User, list[int]], None] = _nothing


KINDS: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    KINDS[name] = kind


def readable(user: User, wanted: Iterable[str]) -> set[str]:
    """Those of the topics that the user may follow: one look-up a kind."""
    allowed: set[str] = set()
    for name, kind, ids in _by_kind(wanted):
        allowed |= {f"{name}.{pk}" for pk in kind.readable(user, ids)}
    return allowed


def numbers(wanted: Iterable[str]) -> dict[str, int]:
    """The current number of every topic that has one: one look-up a kind."""
    found: dict[str, int] = {}
    for name, kind, ids in _by_kind(wanted):
        found |= {f"{name}.{pk}": number for pk, number in kind.numbers(ids).items()}
    return found


def stay(user: User, followed: Iterable[str]) -> None:
    for _, kind, ids in _by_kind(followed):
        kind.stay(user, ids)


def go(user: User, unfollowed: Iterable[str]) -> None:
    for _, kind, ids in _by_kind(unfollowed):
        kind.go(user, ids)


def _by_kind(names: Iterable[str]) -> list[tuple[str, Kind, list[int]]]:
    """Topics sorted by kind; kinds that nobody registered are left out."""
    ids = defaultdict(list)
    for topic in names:
        name, _, pk = topic.partition(".")
        ids[name].append(int(pk))
    return [(name, KINDS[name], some) for name, some in ids.items() if name in KINDS]
