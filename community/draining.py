"""Leaving in good order: told to end, a process lets go of what it holds before it stops serving.

SIGTERM marks the process as draining, runs what was registered with `when`, and only then does what the server itself
does on SIGTERM. A second SIGTERM does that at once.
"""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from types import FrameType

from django.conf import settings

log = logging.getLogger(__name__)

LAST = 2.0  # seconds from the server's own end of work to the end of the process; with the others below ten
SPARE = 2.0  # seconds beyond the time allowed, after which nobody is waited for any more

Drain = Callable[[float], Awaitable[None]]
_drains: list[Drain] = []
_began = False
_listening = False
_leaving: "set[asyncio.Task[None]]" = set()


def when(drain: Drain) -> None:
    """Have this called when the process is to end, with the seconds that it may take."""
    _drains.append(drain)


def under_way() -> bool:
    """Whether the process is about to end: it takes nothing new."""
    return _began


async def drain() -> None:
    """Let go of everything, within DRAIN_SECONDS; asked again it does nothing."""
    global _began
    if _began:
        return
    _began = True
    seconds = settings.OXBOW["DRAIN_SECONDS"]
    waiting = asyncio.gather(*(one(seconds) for one in _drains), return_exceptions=True)
    try:
        failures = [said for said in await asyncio.wait_for(waiting, seconds + SPARE) if isinstance(said, Exception)]
    except TimeoutError as error:
        failures = [error]
    for failure in failures:
        log.error("Something could not be let go of in good order.", exc_info=failure)


def listen() -> None:
    """Hear SIGTERM before the server does; called on its event loop, once that runs. Asked again it does nothing."""
    global _listening
    if _listening or threading.current_thread() is not threading.main_thread():
        return
    _listening = True
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def told(number: int, frame: FrameType | None) -> None:
        if _began or loop.is_closed():
            _pass_on(before, number, frame)
        else:
            loop.call_soon_threadsafe(begin)

    def begin() -> None:
        leaving = loop.create_task(drain())
        _leaving.add(leaving)
        leaving.add_done_callback(lambda _: _end_soon())
        leaving.add_done_callback(lambda _: _pass_on(before, signal.SIGTERM, None))

    signal.signal(signal.SIGTERM, told)


def _end_soon() -> None:
    """End the process even if threads are left: those that wait for the event loop, which has stopped, never end."""
    last = threading.Timer(LAST, os._exit, [0])
    last.daemon = True
    last.start()


def _pass_on(before: object, number: int, frame: FrameType | None) -> None:
    """Do what would have been done without us."""
    if callable(before):
        before(number, frame)
    else:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
