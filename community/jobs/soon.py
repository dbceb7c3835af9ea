"""What may wait a moment: it is gathered, and done at once for all who asked meanwhile."""

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

MOMENT = 0.05  # seconds
MOST_WAITING = 100_000  # things that a process keeps for work that does not come to its end

_worker = ThreadPoolExecutor(1, thread_name_prefix="soon")  # of all that waits no longer than a moment


class Soon(Generic[T]):
    """Work that nobody waits for, such as telling Redis of a count. A busy process makes one trip for many.

    Args:
        work: gets the things that have come together, in their order; called in a thread.
        moment: seconds for which the first of them waits for others; longer ones in a thread of their own.
    """

    def __init__(self, work: Callable[[list[T]], None], moment: float = MOMENT) -> None:
        self._work = work
        self._moment = moment
        self._worker = _worker if moment <= MOMENT else ThreadPoolExecutor(1, thread_name_prefix="soon")
        self._things: list[T] = []
        self._lock = Lock()

    def add(self, things: Iterable[T]) -> None:
        with self._lock:
            is_first = not self._things
            if len(self._things) < MOST_WAITING:
                self._things += things
        if is_first and self._things:
            with suppress(RuntimeError):  # the process is ending, and takes nothing new into its threads
                self._worker.submit(self._do)

    def _do(self) -> None:
        time.sleep(self._moment)
        with self._lock:
            things, self._things = self._things, []
        try:
            self._work(things)
        except Exception:
            log.exception("%s could not be done for %d things.", self._work.__name__, len(things))
