"""Calls that come while an earlier one is under way are made together."""

import asyncio
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from community.realtime.threads import in_thread

MOST = 200  # calls made together at the most

Together = Callable[[list[Any]], Sequence[Any]]


class Gathering:
    """The callers of one function on one event loop.

    A call that finds nobody before it is made at once; there is no timer. The busier the database, the more calls share
    one trip to it.

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

    @classmethod
    def of(cls, verb: Together) -> "Gathering":
        """The gathering of a function on the running event loop."""
        here = cls._gatherings.setdefault(asyncio.get_running_loop(), {})
        if (gathering := here.get(verb)) is None:
            gathering = here[verb] = cls(verb)
        return gathering

    async def call(self, wanted: Any) -> Any:
        """Wait for one's own answer; raises one's own error."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, answer))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        while self._waiting:
            calls = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            try:
                answers = await in_thread(self._verb, [wanted for wanted, _ in calls])
            except Exception as error:
                answers = [error] * len(calls)
            for (_, waiting), answer in zip(calls, answers, strict=True):
                _settle(waiting, answer)


def _settle(waiting: "asyncio.Future[Any]", answer: Any) -> None:
    if waiting.done():  # its socket has gone meanwhile
        return
    if isinstance(answer, Exception):
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)
