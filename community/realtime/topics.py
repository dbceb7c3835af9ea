"""What can be followed. Each layer registers its kinds of topic in `apps.ready()`.

Everything is asked for many followers at once: a follower is a pair of an account's id and the topic's own id.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from community.shapes import Shape

log = logging.getLogger(__name__)

Numbers = dict[int, int]
Followers = list[tuple[int, int]]  # an account's id, and the id within the kind, such as a room's


def _no_numbers(ids: list[int]) -> Numbers:
    return {}


def _no_changes(pk: int, since: int) -> None:
    return None


def _nothing(followers: Followers) -> None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of topic, such as `room`.

    Attributes:
        readable: of these followers, those who may follow.
        numbers: the current number of each id that has one.
        changes: what changed in one of them since a number, the same for all who may follow; None where it is too much.
        come: told who has begun to follow.
        stay: told who still does, with every heartbeat.
        go: told who has stopped.
    """

    readable: Callable[[Followers], Iterable[tuple[int, int]]]
    numbers: Callable[[list[int]], Numbers] = _no_numbers
    changes: Callable[[int, int], Shape | None] = _no_changes
    come: Callable[[Followers], None] = _nothing
    stay: Callable[[Followers], None] = _nothing
    go: Callable[[Followers], None] = _nothing


KINDS: dict[str, Kind] = {}
Wanted = list[tuple[int, Iterable[str]]]  # an account's id, and the topics that it wants


def register(name: str, kind: Kind) -> None:
    KINDS[name] = kind


def readable(wanted: Wanted) -> list[set[str]]:
    """For each of the accounts, those of the topics that it may follow: one look-up a kind."""
    allowed = {
        (user_id, f"{name}.{pk}")
        for name, kind, followers in _by_kind(wanted)
        for user_id, pk in kind.readable(followers)
    }
    return [{topic for topic in topics if (user_id, topic) in allowed} for user_id, topics in wanted]


def numbers(wanted: Iterable[str]) -> dict[str, int]:
    """The current number of every topic that has one: one look-up a kind."""
    found: dict[str, int] = {}
    for name, kind, followers in _by_kind([(0, wanted)]):
        ids = [pk for _, pk in followers]
        found |= {f"{name}.{pk}": number for pk, number in kind.numbers(ids).items()}
    return found


def changes(topic: str, since: int) -> Shape | None:
    """What changed in a topic since a number, if that is little enough to be brought along."""
    name, _, pk = topic.partition(".")
    return KINDS[name].changes(int(pk), since)


def come(wanted: Wanted) -> None:
    for _, kind, followers in _by_kind(wanted):
        _tell(kind.come, followers)


def stay(wanted: Wanted) -> None:
    for _, kind, followers in _by_kind(wanted):
        _tell(kind.stay, followers)


def go(wanted: Wanted) -> None:
    for _, kind, followers in _by_kind(wanted):
        _tell(kind.go, followers)


def is_told_of_going(topic: str) -> bool:
    kind = KINDS.get(topic.partition(".")[0])
    return kind is not None and kind.go is not _nothing


def _tell(told: Callable[[Followers], None], followers: Followers) -> None:
    """A courtesy such as presence may fail; following goes on."""
    try:
        told(followers)
    except Exception:
        log.exception("Nobody could be told who follows what.")


def _by_kind(wanted: Wanted) -> list[tuple[str, Kind, Followers]]:
    """Followers sorted by kind; kinds that nobody registered are left out."""
    followers = defaultdict(list)
    for user_id, topics in wanted:
        for topic in topics:
            name, _, pk = topic.partition(".")
            followers[name].append((user_id, int(pk)))
    return [(name, KINDS[name], some) for name, some in followers.items() if name in KINDS]
