"""How one goes about in the app: tabs and sheets on a phone, panes at a desk, and the ways to what is unread."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from community.clock import now
from tests.board.acts import say, start
from tests.chat.overload import crowds
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
TABS = {
    "board": ("/t", "thread-row"),
    "inbox": ("/inbox", "inbox"),
    "me": ("/me", "sign-out"),
    "rooms": ("", "room-link"),
    "room": (r"/r/\d+", "composer-input"),
}


def test_the_tabs_of_a_phone_lead_to_their_pages_and_the_last_into_the_room_one_was_in(window, ada, ben, square, den):
    elsewhere(start, ada, "Ferries", "When?")
    phone = open_room(window(ben, PHONE), den)
    phone.get_by_test_id("room-back").tap()
    for tab, (path, there) in TABS.items():
        phone.get_by_test_id(f"tab-{tab}").tap()
        expect(phone).to_have_url(re.compile(f"/c/lake{path}$"))
        expect(phone.get_by_test_id(there).first).to_be_visible()
    expect(phone.get_by_test_id("room-info")).to_have_text("Den")


def test_on_a_phone_the_board_lies_as_a_sheet_over_the_stream(window, ada, ben, square):
    elsewhere(start, ada, "Ferries", "The last one goes at ten")
    phone = open_room(window(ben, PHONE), square)
    phone.get_by_test_id("board-toggle").tap()
    sheet = phone.get_by_role("dialog", name="Board")
    sheet.get_by_test_id("thread-row").tap()
    expect(sheet.get_by_test_id("post")).to_contain_text("The last one goes at ten")
    expect(phone).to_have_url(re.compile(rf"/r/{square.pk}\?t=\d+$"))
    elsewhere(say, ada, square, "And we go on here")
    hear(phone, "And we go on here")
    sheet.get_by_role("button", name="Back", exact=True).tap()
    expect(sheet.get_by_test_id("thread-row")).to_be_visible()
    sheet.get_by_role("button", name="Close", exact=True).tap()
    expect(sheet).to_have_count(0)
    expect(phone.get_by_test_id("message").filter(has_text="And we go on here")).to_be_in_viewport()


def width(handle: Locator, side: str) -> float:
    return handle.evaluate(f"(handle) => handle.{side}ElementSibling.getBoundingClientRect().width")


def pull(page: Page, handle: Locator, by: int) -> None:
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_at_a_desk_the_panes_are_as_wide_as_one_pulls_them_and_stay_so(window, ada, ben, square):
    elsewhere(start, ada, "Ferries", "When?")
    page = open_room(window(ben, DESKTOP), square)
    page.get_by_test_id("board-toggle").click()
    handles = page.get_by_test_id("pane-handle")
    expect(page.get_by_test_id("thread-row")).to_be_visible()
    sides = ("previous", "next")
    before = [width(handle, side) for handle, side in zip(handles.all(), sides, strict=True)]
    pull(page, handles.nth(0), 60)
    pull(page, handles.nth(1), -60)
    handles.nth(0).press("ArrowRight")
    handles.nth(1).press("ArrowLeft")
    after = [pytest.approx(one + 60 + 16, abs=2) for one in before]
    for _ in ("at once", "after a reload"):
        expect(page.get_by_test_id("composer-input")).to_be_visible()
        expect(page.get_by_test_id("thread-row")).to_be_visible()
        assert [width(handle, side) for handle, side in zip(handles.all(), sides, strict=True)] == after
        page.reload()


@SHAPES
def test_pills_lead_to_the_first_unread_and_to_what_came_meanwhile(window, ada, ben, square, shape):
    elsewhere(crowds.say, square, [ada], now(), 60, body="While you were away")
    page = open_room(window(ben, shape), square)
    rows = page.get_by_test_id("message")
    unread, latest = page.get_by_test_id("jump-unread"), page.get_by_test_id("jump-latest")
    expect(page.get_by_test_id("catchup-bar").and_(page.locator(":has([data-testid=jump-unread])"))).to_be_visible()
    expect(unread).to_contain_text("60 new")  # in the bar, and over the stream nothing of it
    expect(latest).to_have_count(0)
    unread.click()
    expect(page.locator('[data-testid="message"][data-seq="1"]')).to_be_in_viewport()
    expect(page.get_by_test_id("unread-line")).to_be_in_viewport()
    expect(unread).to_have_count(0)
    for words in ("It rains", "It pours"):
        elsewhere(say, ada, square, words)
    expect(latest).to_have_text("2 new")
    expect(page.locator('[data-testid="message"][data-seq="1"]')).to_be_in_viewport()
    latest.click()
    expect(rows.filter(has_text="It pours")).to_be_in_viewport()
    expect(latest).to_have_count(0)


@SHAPES
def test_what_is_no_screenful_of_conversations_has_a_pill_to_its_beginning(window, ada, ben, square, shape):
    elsewhere(crowds.say, square, [ada], now(), 24, body="While you were away. " * 20)
    page = open_room(window(ben, shape), square)
    pill = page.get_by_test_id("timeline").locator("..").get_by_test_id("jump-unread")
    expect(pill).to_have_text("First unread (24)")
    expect(page.get_by_test_id("catchup-bar")).to_have_count(0)
    pill.click()
    expect(page.get_by_test_id("unread-line")).to_be_in_viewport()
    expect(pill).to_have_count(0)


@SHAPES
def test_whoever_skips_what_is_unread_is_not_asked_again(window, ada, ben, square, shape):
    elsewhere(crowds.say, square, [ada], now(), 60, body="While you were away")
    page = open_room(window(ben, shape), square)
    expect(page.get_by_test_id("jump-unread")).to_be_visible()
    page.get_by_test_id("catchup-skip").click()
    expect(page.get_by_test_id("catchup-bar")).to_have_count(0)
    expect(page.get_by_test_id("jump-unread")).to_have_count(0)


def test_the_key_n_leads_to_the_first_unread_of_the_next_room(window, ada, ben, square, den):
    elsewhere(crowds.say, den, [ada], now(), 60, body="Where are you?")
    page = open_room(window(ben, DESKTOP), square)
    page.get_by_role("log").focus()
    page.keyboard.press("n")
    expect(page.get_by_test_id("room-info")).to_have_text("Den")
    expect(page.locator('[data-testid="message"][data-seq="1"]')).to_be_in_viewport()
    expect(page.get_by_test_id("unread-line")).to_be_in_viewport()
