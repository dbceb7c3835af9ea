"""Online looks at nothing later; the same input gives the same links; the window is bounded."""

import random

from chat.conversations.engine import Line, Link, Listener, link
from tests.chat.engine.talk import BOTH_WAYS, CHINESE, CROSSING, heard, lines


def test_online_looks_at_nothing_later():
    for talk in (lines(CROSSING), lines(CHINESE)):
        whole = heard(talk)
        for cut in range(len(talk) + 1):
            assert heard(talk[:cut]) == whole[:cut]


def test_the_same_lines_have_the_same_links():
    for way in BOTH_WAYS.values():
        assert way(lines(CROSSING)) == way(lines(CROSSING))


def test_links_point_back_and_chances_are_chances():
    chance = random.Random(1)
    talk = [
        Line(number * 3, chance.choice("abcdefg") * 3, number * 9.0, " ".join(chance.choices(CROSSING.split(), k=8)))
        for number in range(400)
    ]
    for way in BOTH_WAYS.values():
        found = way(talk)
        assert [one.key for one in found] == [line.key for line in talk]
        assert all(one.parent <= one.key and one.parent % 3 == 0 for one in found)
        assert all(0 <= one.probability <= one.together <= 1 for one in found)


def test_a_clock_that_steps_back_is_no_trouble():
    talk = [Line(number, "ab"[number % 2], -1000.0 * number, "tick tock") for number in range(30)]
    for way in BOTH_WAYS.values():
        assert len(way(talk)) == 30


def test_a_listener_holds_no_more_than_its_window():
    listener = Listener()
    for number in range(6000):
        line = Line(number, f"member{number}", number * 5.0, f"word{number} and more")
        listener.note(line, Link(number, number, 1.0))
    window = listener.window
    assert window.count <= len(window.key)
    assert len(window.people) < 5000
    assert len(window.places) < 10_000
    assert len(listener.group) <= 4000


def test_no_lines_have_no_links():
    assert link([]) == []
