"""Counting how often something happened lately, without waiting for Redis.

This process counts by itself and hears a moment later, through Redis, what the others have counted; while Redis is
away each goes on alone. A count begins with the first time and is forgotten so many seconds after it.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from cachetools import TTLCache
from redis import RedisError

from community.jobs.soon import Soon
from community.memory import key, memory

KEPT = 50_000  # counts a process


class Tally:
    """Counts of one kind of thing, by names.

    Args:
        name: of the tally in Redis.
        seconds: after which a count is forgotten.
    """

    def __init__(self, name: str, seconds: float) -> None:
        self._name = name
        self._seconds = seconds
        self._counts: TTLCache[str, list[int]] = TTLCache(KEPT, seconds)
        self._lock = Lock()
        self._to_share: Soon[str] = Soon(self.share)

    def add(self, names: Sequence[str]) -> list[int]:
        """Count one more of each; their counts now."""
        with self._lock:
            counts = [self._add_one(name) for name in names]
        self._to_share.add(names)
        return counts

    def share(self, names: Sequence[str]) -> None:
        """Tell the others, and learn from them."""
        added = Counter(names)
        pipe = memory.pipeline(transaction=False)
        for name, count in added.items():
            pipe.incrby(key(self._name, name), count)
            pipe.expire(key(self._name, name), max(1, round(self._seconds)), nx=True)
        with suppress(RedisError):
            self._learn(dict(zip(added, pipe.execute()[::2], strict=True)))

    def forget(self) -> None:
        with self._lock:
            self._counts.clear()

    def _add_one(self, name: str) -> int:
        count = self._counts.get(name)
        if count is None:
            count = self._counts[name] = [0]
        count[0] += 1  # in place: putting it back would begin its time anew
        return count[0]

    def _learn(self, totals: dict[str, int]) -> None:
        with self._lock:
            for name, total in totals.items():
                if (count := self._counts.get(name)) is not None:
                    count[0] = max(count[0], total)
