"""Which message belongs to which conversation, and where what stands at the board was said."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.models import Message
from community.clock import now
from tests.board.acts import promote
from tests.chat.catchup import talks
from tests.chat.overload import crowds
from tests.e2e.axe import audit
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hold, open_room

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
TURNS = 4


@pytest.fixture
def two_talks(ada, ben, mo, square):
    """A conversation about a boat and one about bread."""
    for name in ("boat", "bread"):
        elsewhere(talks.talk, square, *[((ada, ben)[turn % 2], f"{name} {turn}") for turn in range(TURNS)])


def kin(page: Page):
    return page.locator('.kin[data-testid="message"]')


@SHAPES
def test_a_line_beside_a_message_shows_its_conversation_and_all_of_it_is_lit(window, ada, square, two_talks, shape):
    page = open_room(window(ada, shape), square)
    lines = page.get_by_test_id("strand")
    expect(page.get_by_test_id("message")).to_have_count(2 * TURNS)
    expect(lines).to_have_count(0)
    press = "tap" if shape is PHONE else "click"
    for step in ("room-menu", "talks-switch"):
        getattr(page.get_by_test_id(step), press)()
    expect(lines).to_have_count(2 * TURNS)
    expect(kin(page)).to_have_count(0)
    if shape is PHONE:
        hold(page, "boat 2")
    else:
        page.get_by_test_id("message").filter(has_text="boat 2").hover()
    expect(kin(page)).to_have_text([re.compile(f"boat {turn}") for turn in range(TURNS)])
    if shape is PHONE:
        page.keyboard.press("Escape")
    else:
        page.get_by_test_id("composer-input").hover()
    expect(kin(page)).to_have_count(0)
    page.reload()
    expect(lines).to_have_count(2 * TURNS)  # this browser shows them from now on


def show_talks(page: Page) -> None:
    page.get_by_test_id("room-menu").click()
    page.get_by_test_id("talks-switch").click()
    expect(page.get_by_test_id("strand")).to_have_count(2 * TURNS)


def mark(page: Page, words: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=words).get_by_test_id("strand")


@SHAPES
def test_a_press_on_the_line_lights_its_conversation_until_one_presses_elsewhere(
    window, ada, square, den, two_talks, shape
):
    page = open_room(window(ada, shape), square)
    show_talks(page)
    for name, other in (("boat", "bread"), ("bread", "boat")):
        mark(page, f"{name} 2").click()
        expect(kin(page)).to_have_text([re.compile(f"{name} {turn}") for turn in range(TURNS)])
        expect(mark(page, f"{name} 3")).to_have_attribute("aria-pressed", "true")
        expect(mark(page, f"{other} 3")).to_have_attribute("aria-pressed", "false")
        expect(mark(page, f"{name} 3")).to_have_css("background-color", "rgba(0, 0, 0, 0)")  # faces lie under it
    assert audit(page, "the lit stream", "[data-testid=timeline]") == []
    mark(page, "bread 0").click()
    page.get_by_test_id("composer-input").hover()  # a mouse lights what it points at
    expect(kin(page)).to_have_count(0)

    mark(page, "boat 2").click()
    page.get_by_test_id("composer-input").click()
    expect(kin(page)).to_have_count(0)
    mark(page, "boat 2").click()
    page.keyboard.press("Tab")  # and by keys: from the line to what comes next and back
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(mark(page, "boat 2")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("place", ["another room", "the board"])
def test_no_light_is_left_behind_in_a_room_that_was_left(window, ada, square, den, two_talks, place):
    page = window(ada, DESKTOP)
    page.goto({"another room": f"/c/lake/r/{den.pk}", "the board": "/c/lake/t"}[place])
    page.get_by_test_id("room-link").filter(has_text="Square").click()
    show_talks(page)
    mark(page, "boat 2").focus()
    page.keyboard.press("Enter")
    expect(kin(page)).to_have_count(TURNS)
    page.go_back()
    expect(page.get_by_test_id("room-info").filter(has_text="Square")).not_to_be_visible()
    page.go_forward()
    expect(page.get_by_test_id("strand")).to_have_count(2 * TURNS)
    expect(kin(page)).to_have_count(0)


@SHAPES
def test_a_post_that_was_said_in_the_stream_leads_back_to_its_moment(window, ada, ben, square, two_talks, shape):
    boat = Message.objects.filter(body__startswith="boat").order_by("seq")
    promotion = elsewhere(promote, ada, square, list(boat), title="The boat")
    elsewhere(crowds.say, square, [ada], now(), 60, body="Much later")
    page = window(ben, shape)
    page.goto(f"/c/lake/t/{promotion.thread_id}")
    posts = page.get_by_test_id("post")
    expect(posts).to_have_count(TURNS)
    posts.nth(2).get_by_test_id("post-origin").click()
    expect(page).to_have_url(re.compile(rf"/r/{square.pk}\?at={boat[2].seq}$"))
    card = page.get_by_test_id("fold-card")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("The boat")
    expect(page.locator(".fold.lit")).to_have_count(1)
