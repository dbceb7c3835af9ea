"""Who may speak where, kept for a while in each process: most posts come from people who posted a moment ago.

What is kept is not trusted: `chat.writing` proves it again in the statement that writes, and a post that it leaves out,
or that what is kept forbids, is looked at afresh. So there is nothing to invalidate; age only bounds memory.
"""

from collections.abc import Iterable, Sequence
from threading import Lock

from cachetools import TTLCache

from chat import rooms
from chat.models import Room
from community.errors import NotFound
from community.members.models import Member, User

Standing = tuple[Room, Member]

KEPT = 20_000  # standings a process, about 2 kB each
LASTS = 60  # seconds

_kept: TTLCache[tuple[int, int], Standing] = TTLCache(KEPT, LASTS)
_lock = Lock()


def of(wanted: Sequence[tuple[User, int]]) -> list[Standing | NotFound]:
    """The rooms in which these accounts want to speak, and who they are there; one query for all that are not known."""
    with _lock:
        found: dict[tuple[int, int], Standing | NotFound] = {
            key: _kept[key] for key in map(_key, wanted) if key in _kept
        }
    if unknown := [one for one in wanted if _key(one) not in found]:
        seen = dict(zip(map(_key, unknown), rooms.seen_together(unknown), strict=True))
        _keep({key: standing for key, standing in seen.items() if not isinstance(standing, NotFound)})
        found |= seen
    return [found[_key(one)] for one in wanted]


def remembered(wanted: Sequence[tuple[User, int]]) -> list[Standing | None]:
    """What this process would answer without asking."""
    with _lock:
        return [_kept.get(key) for key in map(_key, wanted)]


def forget(places: Iterable[tuple[int, int]]) -> None:
    """Look at these accounts in these rooms afresh the next time."""
    with _lock:
        for place in places:
            _kept.pop(place, None)


def _keep(standings: dict[tuple[int, int], Standing]) -> None:
    with _lock:
        _kept.update(standings)


def _key(wanted: tuple[User, int]) -> tuple[int, int]:
    return wanted[0].pk, wanted[1]
