"""Calls that come while an earlier one is under way are made together."""

import asyncio
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import Any

from community import metrics
from community.realtime.threads import in_thread

MOST = 200  # calls made together at the most
LEARNT = 0.5  # how much the last wait changes what is known of those before
HOPE = 0.01  # what is added to the part of those who come back, so that it is tried again now and then
LONGEST_WAIT = 0.004  # seconds that a call may wait for others, and only where several were under way just now

Together = Callable[[list[Any]], Sequence[Any]]


class Gathering:
    """The callers of one function on one event loop.

    A call that finds nobody before it is made at once. The busier the database, the more calls share one trip to it.
    Whoever calls again and again, each time after the last answer, would otherwise go in two groups by turns, each of
    which waits while the other is under way: so the next trip waits a moment for those who have just been answered, or
    for as many of them as have come back so soon before.

    Args:
        verb: takes what several callers want and gives for each the answer or the exception; called in a thread.
    """

    _gatherings: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Together, Gathering]]" = (
        weakref.WeakKeyDictionary()
    )

    def __init__(self, verb: Together) -> None:
        self._verb = verb
        self._waiting: deque[tuple[Any, asyncio.Future[Any]]] = deque()
        self._working: asyncio.Task[None] | None = None
        self._returning = 1.0  # the part of those answered who call again at once
        self._crowd = 0  # so many are awaited
        self._gathered: asyncio.Future[None] | None = None

    @classmethod
    def of(cls, verb: Together) -> "Gathering":
        """The gathering of a function on the running event loop."""
        here = cls._gatherings.setdefault(asyncio.get_running_loop(), {})
        if (gathering := here.get(verb)) is None:
            gathering = here[verb] = cls(verb)
            metrics.GATHERING_WAITING.of(_name(verb)).ask = lambda: len(gathering._waiting)
        return gathering

    @classmethod
    def is_busy(cls) -> bool:
        """Whether calls of any function are under way on the running event loop."""
        here = cls._gatherings.get(asyncio.get_running_loop(), {})
        return any(gathering._working is not None for gathering in here.values())

    async def call(self, wanted: Any) -> Any:
        """Wait for one's own answer; raises one's own error."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, answer))
        if self._gathered is not None and len(self._waiting) >= self._crowd and not self._gathered.done():
            self._gathered.set_result(None)
        if self._working is None:
            # What works for all callers must not be logged as the first one's doing.
            self._working = asyncio.create_task(self._work(), context=Context())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._come_back(await self._call_together())
        finally:
            self._working = None

    async def _call_together(self) -> int:
        """One trip for those who wait; how many that were."""
        calls = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            answers = await in_thread(self._verb, [wanted for wanted, _ in calls])
        except Exception as error:
            answers = [error] * len(calls)
        for (_, waiting), answer in zip(calls, answers, strict=True):
            _settle(waiting, answer)
        return len(calls)

    async def _come_back(self, answered: int) -> None:
        """Wait a moment for those who will call again, and learn how many do."""
        before = len(self._waiting)
        room = max(0, MOST - before) if answered + before > 1 else 0
        if awaited := int(min(answered * self._returning, room)):
            await self._crowded(before + awaited)
            came = (len(self._waiting) - before) / awaited
            self._returning *= LEARNT * min(came, 1.0) + 1 - LEARNT
        self._returning = min(1.0, self._returning + HOPE)

    async def _crowded(self, crowd: int) -> None:
        """Until so many calls wait, but not for long."""
        here = asyncio.get_running_loop()
        self._crowd, self._gathered = crowd, here.create_future()
        timer = here.call_later(LONGEST_WAIT, _settle, self._gathered, None)
        try:
            await self._gathered
        finally:
            timer.cancel()
            self._gathered = None


def _name(verb: Together) -> str:
    return getattr(verb, "__name__", "unnamed").strip("_")


def _settle(waiting: "asyncio.Future[Any]", answer: Any) -> None:
    if waiting.done():  # its socket has gone meanwhile
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)
