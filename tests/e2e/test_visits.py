"""Rooms one goes between: each is as one left it where that was meant to last, and hears and does nothing meanwhile."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.models import Message, Seat
from community.clock import now
from tests.board.acts import say
from tests.chat.overload import crowds
from tests.e2e.conftest import DESKTOP, PHONE, comes_true, elsewhere
from tests.e2e.test_main_job import hear, open_room
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
# More than a screen shows, fewer than one is asked to catch up with.
FEW, LONG = 20, "The last ferry goes at ten, and nobody who misses it sleeps in the boat house. " * 4
# As a window does that comes to the front: whatever stands on the screen then is read.
TO_THE_FRONT = "() => window.dispatchEvent(new Event('focus'))"
AT_ITS_END = "(stream) => stream.scrollHeight - stream.scrollTop - stream.clientHeight < 5"


def link(page: Page, room) -> Locator:
    return page.locator(f'[data-testid="room-link"][data-room="{room.pk}"]')


def enter(page: Page, room) -> None:
    """From wherever one is, as one would do it there."""
    if page.viewport_size == PHONE["viewport"] and page.get_by_test_id("room-back").count():
        page.get_by_test_id("room-back").click()
    link(page, room).click()
    expect(page.get_by_test_id("room-info")).to_have_text(room.name)


def read_seq(member, room) -> int:
    return Seat.objects.get(room=room, member=member).read_seq


def stream(page: Page) -> Locator:
    return page.get_by_test_id("timeline")


@SHAPES
def test_words_that_were_begun_wait_in_their_room_and_what_is_said_there_meanwhile_stays_unread(
    window, ada, ben, square, den, shape
):
    elsewhere(say, ada, square, "Before you left")
    elsewhere(say, ada, den, "Firewood is in")
    page = open_room(window(ben, shape), square)
    hear(page, "Before you left")
    field = page.get_by_test_id("composer-input")
    field.fill("Half a sent")
    before = square.messages.latest("seq").seq
    wait_until(lambda: elsewhere(read_seq, ben, square) == before)

    enter(page, den)
    hear(page, "Firewood is in")
    expect(field).to_have_value("")
    elsewhere(say, ada, square, "While you were in the den")
    page.evaluate(TO_THE_FRONT)
    elsewhere(say, ada, den, "Still here?")
    hear(page, "Still here?")
    wait_until(lambda: elsewhere(read_seq, ben, den) == den.messages.latest("seq").seq)
    assert elsewhere(read_seq, ben, square) == before
    expect(page.get_by_text("While you were in the den", exact=True)).to_have_count(0)

    enter(page, square)
    expect(field).to_have_value("Half a sent")
    hear(page, "While you were in the den")
    expect(page.get_by_test_id("unread-line")).to_have_count(1)
    wait_until(lambda: elsewhere(read_seq, ben, square) == before + 1)
    expect(page.get_by_test_id("message").filter(has_text="Firewood is in")).to_have_count(0)

    # The line belongs to that visit.
    enter(page, den)
    hear(page, "Firewood is in")
    expect(page.get_by_test_id("unread-line")).to_have_count(0)
    enter(page, square)
    hear(page, "While you were in the den")
    expect(page.get_by_test_id("unread-line")).to_have_count(0)


@SHAPES
def test_whoever_comes_back_stands_at_the_newest_message_and_can_read_on_upwards(window, ada, ben, square, den, shape):
    elsewhere(crowds.say, square, [ada, ben], now(), FEW, body=LONG)
    page = open_room(window(ben, shape), square)
    newest = page.locator(f'[data-testid="message"][data-id="{Message.objects.latest("id").pk}"]')
    first = page.locator('[data-testid="message"][data-seq="1"]')
    expect(newest).to_be_in_viewport()
    for _ in range(2):
        stream(page).evaluate("(stream) => stream.scrollTo(0, 0)")
        expect(first).to_be_in_viewport()
        enter(page, den)
        enter(page, square)
        expect(newest).to_be_in_viewport()
        comes_true(page, f"() => ({AT_ITS_END})(document.querySelector('[data-testid=timeline]'))")
        expect(page.get_by_test_id("jump-latest")).to_have_count(0)
    elsewhere(say, ada, square, "And on it goes")
    expect(page.get_by_test_id("message").filter(has_text="And on it goes")).to_be_in_viewport()


@SHAPES
def test_an_address_with_a_message_leads_there_again_in_a_room_that_was_kept(window, ada, ben, square, den, shape):
    elsewhere(crowds.say, square, [ada, ben], now(), FEW, body=LONG)
    page = open_room(window(ben, shape), square)
    elsewhere(say, ada, den, f"Look at {page.evaluate('location.origin')}/c/lake/r/{square.pk}?at=2")
    second = page.locator('[data-testid="message"][data-seq="2"]')
    for _ in range(2):
        enter(page, den)
        page.get_by_test_id("message").get_by_role("link").click()
        expect(page.get_by_test_id("room-info")).to_have_text("Square")
        expect(second).to_be_in_viewport()


@SHAPES
def test_menus_sheets_and_answers_that_were_open_stay_behind(window, ada, ben, square, den, shape):
    elsewhere(say, ada, square, "Which tea?")
    page = open_room(window(ben, shape), den)
    enter(page, square)
    hear(page, "Which tea?")
    there = re.compile(f"/r/{square.pk}$")
    over = page.get_by_role("dialog").or_(page.get_by_role("menu"))
    for opens in ("room-menu", "room-info", "gauge"):
        page.get_by_test_id(opens).click()
        expect(over).to_have_count(1)
        page.go_back()
        expect(page).not_to_have_url(there)
        expect(over).to_have_count(0)
        page.go_forward()
        expect(page).to_have_url(there)
        expect(over).to_have_count(0)
        page.get_by_test_id("composer-input").click()


def test_a_message_that_is_being_edited_is_let_go_of_and_the_draft_stands_there_again(window, ada, ben, square, den):
    elsewhere(say, ben, square, "Tea at nien")
    page = open_room(window(ben, DESKTOP), square)
    field = page.get_by_test_id("composer-input")
    field.fill("And biscuits")
    page.get_by_test_id("message").filter(has_text="Tea at nien").focus()
    page.keyboard.press("e")
    expect(field).to_have_value("Tea at nien")
    page.get_by_test_id("nav-board").click()
    expect(page).to_have_url(re.compile("/c/lake/t$"))
    link(page, square).click()
    expect(field).to_have_value("And biscuits")
    expect(page.get_by_test_id("composer-send")).to_have_accessible_name("Send")


def test_on_the_board_the_keys_of_the_stream_do_nothing_and_the_focus_is_on_the_page(window, ada, ben, square):
    elsewhere(say, ada, square, "Which tea?")
    page = open_room(window(ben, DESKTOP), square)
    hear(page, "Which tea?")
    page.get_by_test_id("composer-input").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("b")
    expect(page).to_have_url(re.compile("/c/lake/t$"))
    expect(page.get_by_test_id("composer-input")).to_have_count(0)
    page.keyboard.press("w")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("/c/lake/t$"))
    assert page.evaluate("() => document.activeElement.isConnected")
    link(page, square).click()
    page.keyboard.press("w")
    expect(page.get_by_test_id("composer-input")).to_be_focused()


def test_a_phones_tab_carries_the_name_of_the_room_one_was_in_and_leads_back_there(window, ben, square, den):
    phone = open_room(window(ben, PHONE), den)
    phone.get_by_test_id("room-back").click()
    expect(phone.get_by_test_id("tab-rooms")).to_have_text("Rooms")
    tab = phone.get_by_role("link", name=f"The room “{den.name}”")
    expect(tab).to_have_text(den.name)
    tab.click()
    expect(phone.get_by_test_id("room-info")).to_have_text(den.name)
