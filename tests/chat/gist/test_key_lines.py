"""The few lines that tell what was said."""

import pytest

from chat import gist
from chat.gist import Said
from tests.chat.gist.talks import SPOTS_EN, SPOTS_ZH, TRIP_EN, TRIP_ZH, said

PAIRS = pytest.mark.parametrize("talk", [SPOTS_ZH, SPOTS_EN], ids=["zh", "en"])


def keys(talk: list[Said], most: int = 3) -> list[int]:
    return [line.key for line in gist.key_lines(talk, most)]


@PAIRS
def test_the_question_and_the_answer_that_was_thanked_are_among_them(talk):
    assert {1, 5} <= set(keys(talk))


@PAIRS
def test_they_come_in_order_of_time_and_without_laughter(talk):
    assert keys(talk) == sorted(keys(talk))
    assert 2 not in keys(talk, most=7)


@pytest.mark.parametrize("talk", [TRIP_ZH, TRIP_EN], ids=["zh", "en"])
def test_a_decision_is_among_them(talk):
    assert 5 in keys(talk)


def test_what_is_said_twice_is_shown_once():
    talk = said(
        ("ben", "Where can I buy clay pots?"),
        ("ada", "Clay pots are cheapest at the market behind the station", 1),
        ("mo", "clay pots are cheapest at the market behind the station!", 1),
        ("cleo", "Glazed ones keep water longer, terracotta dries out in a day", 1),
    )
    assert {1, 4} <= set(keys(talk))


def test_an_excerpt_of_a_long_message_holds_what_it_asks():
    story = "We moved in last spring and spent weeks on the kitchen floor. " * 4
    talk = said(("ben", f"{story}Which clay pots survive frost on a balcony?"), ("ada", "Glazed clay pots do", 1))
    assert "Which clay pots survive frost" in gist.key_lines(talk)[0].excerpt


@pytest.mark.parametrize("padding", ["a " * 60, "阳台 " * 40, ""])
def test_a_link_survives_in_an_excerpt_or_is_left_out_whole(padding):
    link = "https://example.org/" + "path/" * 12
    line = gist.key_lines(said(("ben", f"{padding}{link} has the drawing of the drip line"), ("ada", "滴灌的图")))[0]
    assert link in line.excerpt or "example.org" not in line.excerpt
    assert len(line.excerpt) <= 140


def test_a_link_too_long_to_show_is_named_by_its_site():
    assert gist.key_lines(said(("ben", "https://example.org/" + "x" * 300)))[0].excerpt == "example.org"


def test_answers_are_found_without_reply_pointers_too():
    talk = [Said(one.key, one.author, one.text) for one in SPOTS_EN]
    assert 1 in keys(talk)
    assert {3, 5} & set(keys(talk))


def test_a_thousand_messages_have_three_key_lines():
    talk = said(
        *((f"member {at % 9}", f"note {at} about {'garlic' if at % 2 else 'onions'} bed {at}") for at in range(1000))
    )
    assert len(keys(talk)) == 3
