"""Which things a job waits for in the queue: one job a thing is enough, however often it is asked for."""

from collections.abc import Iterable

from redis import RedisError

from community.memory import key, memory

QUEUED_AGAIN = 30  # seconds after which a job that was queued and never began may be queued again


class Waiting:
    """Things of one name for which a job stands in the queue. While Redis is away, everything seems to be the first."""

    def __init__(self, name: str) -> None:
        self._name = name

    def first(self, ids: Iterable[int]) -> list[int]:
        """Those of these for which no job waits yet; from now on one does."""
        wanted = sorted(set(ids))
        pipe = memory.pipeline(transaction=False)
        for one in wanted:
            pipe.set(self._key(one), 1, nx=True, ex=QUEUED_AGAIN)
        try:
            return [one for one, is_first in zip(wanted, pipe.execute(), strict=True) if is_first]
        except RedisError:
            return wanted

    def begun(self, one: int) -> None:
        """Its job has begun: what happens from here on needs another."""
        try:
            memory.delete(self._key(one))
        except RedisError:
            return  # it runs out by itself

    def _key(self, one: int) -> str:
        return key(self._name, one)
