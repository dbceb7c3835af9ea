"""How likely messages belong together, when every message may answer several others."""

import pytest

from chat.conversations.engine import Draws, Link
from chat.conversations.engine.draws import DRAWS

FAR_OFF = 3 / DRAWS**0.5 / 2  # three standard deviations of a share that is drawn so often, at the most


def link(key: int, parent: int, probability: float = 1.0, *others: tuple[int, float]) -> Link:
    return Link(key, parent, probability, others=others)


def chances(draws: Draws, *keys: int) -> list[float]:
    return [chance for chance, _ in draws.owners({7: [1]}, keys).values()]


def test_links_without_doubt_make_the_conversations_that_they_are():
    draws = Draws([link(1, 1), link(2, 2), link(3, 1), link(4, 2), link(5, 3)])
    assert chances(draws, 1, 2, 3, 4, 5) == [1, 0, 1, 0, 1]


def test_what_hangs_on_a_message_is_as_likely_as_the_message():
    draws = Draws([link(1, 1), link(2, 2), link(3, 2, 0.7, (1, 0.3)), link(4, 3)])
    third, fourth = chances(draws, 3, 4)
    assert third == fourth == pytest.approx(0.3, abs=FAR_OFF)


def test_a_later_message_may_bring_two_together():
    draws = Draws([link(1, 1), link(2, 2, 0.5, (1, 0.5)), link(3, 1, 0.5, (2, 0.5)), link(4, 3)])
    third = 0.5 + 0.5 * 0.5  # it answers the first, or the second that answers the first
    assert chances(draws, 4) == [pytest.approx(third, abs=FAR_OFF)]


def test_chances_that_do_not_add_up_are_seen_against_each_other():
    draws = Draws([link(1, 1), link(2, 2), link(3, 2, 0.3, (1, 0.1))])
    assert chances(draws, 3) == [pytest.approx(0.25, abs=FAR_OFF)]


def test_a_parent_that_is_not_here_counts_as_a_beginning():
    assert chances(Draws([link(5, 1), link(6, 5)]), 6) == [0]


def test_a_window_that_begins_elsewhere_says_the_same():
    said = [link(key, key - 1, 0.5, (key, 0.3), (key - 2, 0.2)) for key in range(20, 40)]
    late = Draws([link(18, 18), link(19, 19), *said])
    early = Draws([*[link(key, key) for key in range(1, 20)], *said])
    keys = range(20, 40)
    assert late.owners({0: [18], 1: [19]}, keys) == early.owners({0: [18], 1: [19]}, keys)


def test_the_owner_is_the_likelier_of_two():
    draws = Draws([link(1, 1), link(2, 2), link(3, 2, 0.8, (1, 0.2))])
    assert [owner for _, owner in draws.owners({10: [1], 20: [2]}, [1, 2, 3]).values()] == [10, 20, 20]


def test_those_that_are_hardly_likely_are_left_out():
    draws = Draws([link(1, 1), link(2, 2), link(3, 2, 0.9, (1, 0.1)), link(4, 2, 0.5, (1, 0.5))])
    assert list(draws.owners({0: [1]}, [2, 3, 4], 0.3)) == [4]


def test_a_window_without_messages_says_nothing():
    assert Draws([]).owners({0: [1]}, []) == {}
