"""Searching, on a phone and at a desk: words, filters, and the way to where they were said."""

import re

import pytest
from playwright.sync_api import Page, expect

from chat.models import Message
from community.clock import now
from tests.board.acts import say, start
from tests.board.test_search import read
from tests.chat.overload import crowds
from tests.e2e.conftest import DESKTOP, PHONE, comes_true, elsewhere

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
BELOW = 60  # messages after what is searched for: more than a page of the stream
MARKED = "() => [...(CSS.highlights.get('found') ?? [])].filter((range) => /^heron$/i.test(range)).length"


def talk_of_herons(ada, ben, square, den) -> Message:
    """The last of Ben's words about it; others are said after it, and some where not everybody reads."""
    say(ada, square, "A heron stands at the weir")
    found = say(ben, square, "The Heron left at noon")
    say(ada, den, "No heron is as quiet as ours")
    start(ben, "Boats", "The heron sat on one")
    crowds.say(square, [ada], now(), BELOW, body="It is a quiet day")
    read()
    return found


def narrow(page: Page, name: str, value: str) -> None:
    page.get_by_test_id(f"search-filter-{name}").click()
    expect(page.get_by_test_id("search-input")).to_be_focused()
    page.keyboard.type(value[:2])
    offered = page.get_by_test_id("search-offer").filter(has_text=value)
    offered.click()
    expect(offered).to_have_count(0)


@SHAPES
def test_words_are_found_narrowed_down_and_stand_marked_where_they_were_said(window, ada, ben, mo, square, den, shape):
    said = elsewhere(talk_of_herons, ada, ben, square, den)
    page = window(mo, shape)
    page.goto("/c/lake/search")
    page.get_by_test_id("search-input").fill("heron")
    hits = page.get_by_test_id("search-hit")
    expect(hits).to_have_count(3)
    expect(hits.filter(has_text="quiet")).to_have_count(0)  # of the room that Mo is not in
    narrow(page, "from", "Ben")
    expect(hits).to_have_count(2)
    narrow(page, "in", "Square")
    expect(hits).to_have_count(1)
    expect(hits.locator("mark")).to_have_text("Heron")
    expect(page).to_have_url(re.compile("q="))

    hits.click()
    expect(page.locator(f'[data-testid="message"][data-seq="{said.seq}"]')).to_be_in_viewport()
    comes_true(page, f"() => ({MARKED})() === 2")
    page.go_back()
    expect(hits).to_have_count(1)


def test_a_room_that_one_is_not_in_gives_no_hit_and_is_not_offered(window, ada, ben, mo, square, den):
    elsewhere(talk_of_herons, ada, ben, square, den)
    inside, outside = window(ada, DESKTOP), window(mo, DESKTOP)
    for page in (inside, outside):
        page.goto("/c/lake/search?q=heron%20quiet")
    expect(inside.get_by_test_id("search-hit")).to_have_count(1)
    expect(outside.get_by_text("Nothing found")).to_be_visible()
    for page, begun, rooms in ((inside, "De", ["Den"]), (outside, "Sq", ["Square"]), (outside, "De", [])):
        page.get_by_test_id("search-input").fill(f"in:{begun}")
        expect(page.get_by_test_id("search-offer")).to_have_text(rooms)
