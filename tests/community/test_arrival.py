"""How daphne is told to let people in."""

import gc
from functools import partial

import pytest

from community.realtime import arrival
from community.realtime.turns import Turns


class Port:
    """A listening socket of Twisted's, which accepts more each time."""

    def __init__(self) -> None:
        self.numberAccepts = 100
        self.accepted: list[int] = []

    def doRead(self) -> None:
        self.accepted.append(self.numberAccepts)
        self.numberAccepts += 20


def test_no_more_come_in_at_once_however_many_wait(settings):
    port = Port()
    turns = Turns(None)
    arrival._let_in_few(port, turns)
    for turns.is_crowded in (False, False, True):
        port.doRead()
    assert port.accepted == [settings.OXBOW["ARRIVALS"]] * 2 + [1]


@pytest.mark.parametrize("send", [None, len, partial(len)])
def test_a_server_that_is_not_daphne_is_left_as_it_is(send):
    before = gc.get_threshold()
    arrival.prepare(send)
    assert (arrival._prepared, gc.get_threshold()) == ([], before)
