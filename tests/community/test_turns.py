"""Whose turn it is when thousands come or go at once."""

import select
from typing import Any

import pytest

from community.realtime.turns import Turns

SAYS = select.EPOLLIN
GOES = select.EPOLLIN | select.EPOLLRDHUP
DOOR, MEMBER = 1, 2


class Ready:
    """An epoll for which these files are ready."""

    def __init__(self, events: list[tuple[int, int]]) -> None:
        self.events = events
        self.wanted: dict[int, int] = {}

    def poll(self, timeout: float, most: int) -> list[tuple[int, int]]:
        return self.events

    def register(self, number: int, wanted: int) -> None:
        self.wanted[number] = wanted

    def unregister(self, number: int) -> None:
        del self.wanted[number]

    def close(self) -> str:
        return "closed"


@pytest.fixture(autouse=True)
def _few(settings: Any) -> None:
    settings.OXBOW = settings.OXBOW | {"ARRIVALS": 3}


def turns(events: list[tuple[int, int]]) -> Turns:
    found = Turns(Ready(events))
    found.doors.add(DOOR)
    return found


def test_somebody_inside_is_heard_before_all_who_come_and_go():
    here = turns([(number, GOES) for number in range(10, 20)] + [(number, SAYS) for number in range(20, 30)])
    here.guests.update(range(20, 30))
    here._epoll.events += [(DOOR, SAYS), (MEMBER, SAYS)]
    assert here.poll(0, 100) == [(MEMBER, SAYS), (10, GOES), (11, GOES), (12, GOES), (DOOR, SAYS)]
    assert here.is_crowded


def test_in_a_calm_round_everybody_is_heard_in_their_order():
    events = [(10, GOES), (DOOR, SAYS), (MEMBER, SAYS)]
    here = turns(events)
    assert here.poll(0, 100) == events
    assert not here.is_crowded


def test_many_who_are_inside_are_all_heard():
    events = [(number, SAYS) for number in range(10, 60)]
    here = turns(events)
    assert here.poll(0, 100) == events
    assert not here.is_crowded


def test_a_guest_who_was_answered_is_inside():
    here = turns([(number, SAYS) for number in range(10, 20)])
    here.guests.update(range(10, 20))
    here.guests.discard(19)
    assert here.poll(0, 100)[0] == (19, SAYS)


def test_a_number_that_is_used_again_is_not_taken_for_the_guest_who_left():
    here = turns([])
    here.register(10, SAYS)
    here.guests.add(10)
    here.unregister(10)
    assert here.guests == set()


def test_that_somebody_leaves_is_asked_for_and_everything_else_is_epolls():
    here = turns([])
    here.register(10, SAYS)
    assert here._epoll.wanted[10] & GOES == GOES
    assert here.close() == "closed"
