"""What can be followed. Each layer registers its kinds of topic in `apps.ready()`."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community.members.models import User

log = logging.getLogger(__name__)

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
        come: told that a user has begun to follow these ids.
        stay: told that they still do, with every heartbeat.
        go: told that a user has stopped following them.
    """

    readable: Callable[[User, list[int]], Iterable[int]]
    numbers: Callable[[list[int]], Numbers] = _no_numbers
    come: Callable[[User, list[int]], None] = _nothing
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


def come(user: User, followed: Iterable[str]) -> None:
    for _, kind, ids in _by_kind(followed):
        _tell(kind.come, user, ids)


def stay(user: User, followed: Iterable[str]) -> None:
    for _, kind, ids in _by_kind(followed):
        _tell(kind.stay, user, ids)


def go(user: User, unfollowed: Iterable[str]) -> None:
    for _, kind, ids in _by_kind(unfollowed):
        _tell(kind.go, user, ids)


def _tell(told: Callable[[User, list[int]], None], user: User, ids: list[int]) -> None:
    """A courtesy such as presence may fail; following goes on."""
    try:
        told(user, ids)
    except Exception:
        log.exception("Nobody could be told who follows what.")


def _by_kind(names: Iterable[str]) -> list[tuple[str, Kind, list[int]]]:
    """Topics sorted by kind; kinds that nobody registered are left out."""
    ids = defaultdict(list)
    for topic in names:
        name, _, pk = topic.partition(".")
        ids[name].append(int(pk))
    return [(name, KINDS[name], some) for name, some in ids.items() if name in KINDS]
