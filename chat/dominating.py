"""Slow mode for one: in a room that is full, whoever says more than a quarter of it says one thing a minute.

Who that is, each process asks once in a while, and only of rooms that are not calm.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import compress
from operator import not_
from threading import Lock

from cachetools import TTLCache
from django.db import connection
from redis import RedisError

from chat.models import Room
from chat.slow_mode import Said, waits
from chat.terms import agreed
from community import access
from community.clock import now
from community.errors import Forbidden
from community.memory import key, memory

SPAN = timedelta(minutes=20)
SHARE = 0.25  # of what was said in that time
SPEAKERS = 5  # with fewer it is their own talk
SECONDS = 60
LAST = 2_000  # messages that are looked at
LASTS = 15  # seconds that a process keeps the answer

_COUNTS = """
SELECT author_id, count(*) FROM chat_message
 WHERE room_id = %s AND seq > %s AND created_at > %s AND author_id IS NOT NULL GROUP BY author_id
"""
_kept: TTLCache[int, frozenset[int]] = TTLCache(2_000, LASTS)
_lock = Lock()


def too_much(posts: Sequence[Said]) -> list[Forbidden | None]:
    """For each post the error, if its author says most of a full room; one that may be said counts as said."""
    full = [post for post in posts if _may_be_slowed(post)]
    if not full:
        return [None] * len(posts)
    is_dominant = [post.author.pk in dominant(post.room) for post in full]
    slowed = list(compress(full, is_dominant))
    try:
        _pass(list(compress(full, map(not_, is_dominant))))
        left = dict(zip(map(id, slowed), waits(slowed, "dominating", [SECONDS] * len(slowed)), strict=True))
        passed = _passed([post for post in slowed if left[id(post)]])
    except RedisError:
        return [None] * len(posts)  # nobody counts while Redis is away; talking goes on
    return [_refusal(left[id(post)]) if left.get(id(post)) and id(post) not in passed else None for post in posts]


def dominant(room: Room) -> frozenset[int]:
    """The ids of those who said more than their share lately."""
    with _lock:
        found = _kept.get(room.pk)
    if found is None:
        found = _look(room)
        with _lock:
            _kept[room.pk] = found
    return found


def forget() -> None:
    """Look at every room afresh."""
    with _lock:
        _kept.clear()


def _may_be_slowed(post: Said) -> bool:
    is_full = post.room.load != Room.Load.CALM and agreed.of(post.room).dominating == "slowed"
    return is_full and not access.can(post.author, "room.edit")


def _pass(posts: Sequence[Said]) -> None:
    """Note what this process lets through: the same post, sent again, may come to one that knows more of its author."""
    if not posts:
        return
    pipe = memory.pipeline(transaction=False)
    for post in posts:
        pipe.set(_passing(post), str(post.client_id), ex=SECONDS)
    pipe.execute()


def _passed(posts: Sequence[Said]) -> set[int]:
    """By `id()`, those that another process lets through just now: it writes them, whatever is said here."""
    if not posts:
        return set()
    passing = memory.mget([_passing(post) for post in posts])
    return {id(post) for post, last in zip(posts, passing, strict=True) if last == str(post.client_id).encode()}


def _passing(post: Said) -> str:
    return key("passing", post.room.pk, post.author.pk)


def _look(room: Room) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [room.pk, room.seq - LAST, now() - SPAN])
        counts: dict[int, int] = dict(cursor.fetchall())
    most = SHARE * sum(counts.values())
    return frozenset(pk for pk, count in counts.items() if count > most) if len(counts) >= SPEAKERS else frozenset()


def _refusal(seconds: int) -> Forbidden:
    message = "You said most of what was said here lately."
    return Forbidden("room.dominating", message, retry_after=min(seconds, SECONDS), seconds=SECONDS)
