"""How much one socket, and one person, may do."""

import time
from collections import Counter
from contextlib import suppress
from itertools import chain, groupby
from operator import itemgetter
from threading import Lock
from typing import cast

from django.conf import settings
from redis import RedisError

from community.errors import TooMany
from community.jobs.soon import Soon
from community.memory import key, memory


class Bucket:
    """A token bucket for one socket: `count` commands at once, refilled over `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._rate = count / seconds
        self._tokens = float(count)
        self._at = time.monotonic()
        self.refused = 0

    def take(self) -> None:
        """Take one token or raise `rate.limited`."""
        moment = time.monotonic()
        self._tokens = min(self._count, self._tokens + (moment - self._at) * self._rate)
        self._at = moment
        if self._tokens < 1:
            self.refused += 1
            raise TooMany(max(1, round((1 - self._tokens) / self._rate)))
        self._tokens -= 1


def limit_posts(author_id: int) -> None:
    """Count a post of a member, over all sockets and processes; raises `rate.limited`."""
    if refusal := posts_too_many([author_id])[0]:
        raise refusal


def posts_too_many(author_ids: list[int]) -> list[TooMany | None]:
    """Count a post of each of these members; for each the error, if it is one too many.

    This process counts by itself, so that no post waits for Redis, and hears a moment later through it what the others
    have counted.
    """
    count, seconds = cast(tuple[int, int], settings.OXBOW["POSTS"])
    moment = int(time.time())
    counted = _window.add(moment // seconds, author_ids)
    _to_share.add((moment // seconds, author_id) for author_id in author_ids)
    return [TooMany(seconds - moment % seconds) if number > count else None for number in counted]


class _Window:
    """How often each member has posted in the present window of time."""

    def __init__(self) -> None:
        self._number = 0
        self._counts: Counter[int] = Counter()
        self._lock = Lock()

    def add(self, number: int, ids: list[int]) -> list[int]:
        """Count one more for each; their counts now."""
        with self._lock:
            if number != self._number:
                self._number, self._counts = number, Counter()
            return [self._add_one(pk) for pk in ids]

    def _add_one(self, pk: int) -> int:
        self._counts[pk] += 1
        return self._counts[pk]

    def learn(self, number: int, totals: dict[int, int]) -> None:
        """Take over what all processes together have counted, where it is more."""
        with self._lock:
            if number == self._number:
                self._counts |= Counter(totals)


_window = _Window()


def _share(counted: list[tuple[int, int]]) -> None:
    """Tell the others of posts: pairs of the window's number and the member's id."""
    seconds = settings.OXBOW["POSTS"][1]
    with suppress(RedisError):  # nobody shares while Redis is away; each process goes on counting
        for number, posts in groupby(sorted(counted), key=itemgetter(0)):
            added = Counter(author_id for _, author_id in posts)
            totals = _count(keys=[key("posts", number)], args=[seconds * 2, *chain.from_iterable(added.items())])
            _window.learn(number, dict(zip(added, totals, strict=True)))


_to_share = Soon(_share)

# One key a window: on a Redis Cluster a script may only touch keys of one node.
_count = memory.register_script("""
local counted = {}
for place = 2, #ARGV, 2 do
  counted[#counted + 1] = redis.call('HINCRBY', KEYS[1], ARGV[place], ARGV[place + 1])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return counted
""")
