"""Whose turn it is in a round of the event loop, when more have something to say than fit into a short one.

A post takes several rounds: it is read, looked at, committed together with others, answered. When thousands come or go
at once, each of these rounds would first take all of them.
"""

import selectors
from typing import Any

from django.conf import settings

GOING = 0x2000 | 0x10 | 0x08  # EPOLLRDHUP, EPOLLHUP, EPOLLERR

Event = tuple[int, int]  # a file's number, and what epoll says of it


class Turns:
    """An epoll that names those who are inside first, and of those who come or go a few at a time, in their order.

    It is asked to name everybody again as long as they have something to say, so that nobody is forgotten.

    Attributes:
        doors: where connections are accepted.
        guests: connections that have not got their first answer yet.
        is_crowded: whether more come or go than have a turn in this round.
    """

    def __init__(self, epoll: Any) -> None:
        self._epoll = epoll
        self._few: int = settings.OXBOW["ARRIVALS"]
        self.doors: set[int] = set()
        self.guests: set[int] = set()
        self.is_crowded = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._epoll, name)

    def register(self, number: int, wanted: int) -> None:
        self._epoll.register(number, wanted | GOING)

    def modify(self, number: int, wanted: int) -> None:
        self._epoll.modify(number, wanted | GOING)

    def unregister(self, number: int) -> None:
        self.guests.discard(number)
        self._epoll.unregister(number)

    def poll(self, timeout: float, most: int) -> list[Event]:
        ready: list[Event] = self._epoll.poll(timeout, most)
        self.is_crowded = len(ready) > self._few
        return self._sorted(ready, self._few) if self.is_crowded else ready

    def _sorted(self, ready: list[Event], few: int) -> list[Event]:
        inside, passing, doors = [], [], []
        for number, event in ready:
            if number in self.doors:
                doors.append((number, event))
            elif event & GOING or number in self.guests:
                passing.append((number, event))
            else:
                inside.append((number, event))
        self.is_crowded = len(passing) > few
        return inside + passing[:few] + doors


def taken(loop: Any) -> Turns | None:
    """Have an event loop take turns from now on; None where it waits in another way than by epoll."""
    selector = getattr(loop, "_selector", None)
    epoll = getattr(selector, "_selector", None)
    if epoll is None or not isinstance(selector, getattr(selectors, "EpollSelector", ())):
        return None
    turns = Turns(epoll)
    selector._selector = turns  # type: ignore[union-attr]
    return turns
