"""How much one socket, and one person, may do."""

import time
from typing import cast

from django.conf import settings
from redis import RedisError

from community.errors import TooMany
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
    """Count a post of each of these members, in one trip to Redis; for each the error, if it is one too many."""
    count, seconds = cast(tuple[int, int], settings.OXBOW["POSTS"])
    moment = int(time.time())
    try:
        counted = _counted([key("posts", pk, moment // seconds) for pk in author_ids], seconds * 2)
    except RedisError:
        return [None] * len(author_ids)  # nobody counts while Redis is away; talking goes on
    return [TooMany(seconds - moment % seconds) if number > count else None for number in counted]


def _counted(keys: list[str], lasts: int) -> list[int]:
    """Count one more under each key."""
    pipe = memory.pipeline(transaction=False)
    for one in keys:
        pipe.incr(one)
        pipe.expire(one, lasts)
    return pipe.execute()[::2]
