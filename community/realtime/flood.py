"""How much one socket, and one person, may do."""

import time
from typing import cast

from django.conf import settings
from django.core.cache import cache
from redis import RedisError

from community.errors import TooMany


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
    count, seconds = cast(tuple[int, int], settings.OXBOW["POSTS"])
    window = int(time.time()) // seconds
    try:
        counted = _counted(f"posts:{author_id}:{window}", seconds * 2)
    except RedisError:
        return  # nobody counts while Redis is away; talking goes on
    if counted > count:
        raise TooMany(seconds - int(time.time()) % seconds)


def _counted(key: str, lasts: int) -> int:
    """Count one more under a key."""
    try:
        return cache.incr(key)
    except ValueError:  # nothing is counted under this key yet
        return 1 if cache.add(key, 1, timeout=lasts) else cache.incr(key)
