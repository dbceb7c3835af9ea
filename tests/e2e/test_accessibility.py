"""Nothing that axe objects to in what opens over pages for a moment, in both themes, by hand and by mouse."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, fullhouse
from tests.e2e.conftest import DESKTOP, PHONE, comes_true, elsewhere

CALM = {"reduced_motion": "reduce"}
# What the server says when it runs for debugging: it opens the page that shows every component in every state.
DEBUG = """new MutationObserver(() => document.documentElement?.setAttribute("data-debug", ""))
  .observe(document, { childList: true })"""
DIALOG, MENU = '[role="dialog"]', '[role="menu"]'
OVER = f"{DIALOG}, {MENU}"
# Each sign offers something else; the list is the same, so each is looked at once.
SIGNS = {"phone": ("@", "/"), "desktop": ("#", ":sm")}
SMALL = {"phone": (320, 640), "desktop": (720, 450)}  # the narrowest phone; 1440 by 900 at 200 %


@pytest.fixture
def place(ada, ben, mo, square) -> dict[str, Any]:
    return elsewhere(fullhouse.talked, ada, ben, mo, square)


class Walk:
    """Goes through a window and remembers what was found on the way."""

    def __init__(self, page: Page, shape: str) -> None:
        self.page, self.shape, self.found = page, shape, list[str]()

    def at(self, path: str, testid: str) -> None:
        self.page.goto(path)
        self.see(path, testid)

    def see(self, name: str, testid: str, within: str = "") -> None:
        expect(self.page.get_by_test_id(testid).first).to_be_visible()
        self.look(name, within)

    def part(self, name: str, selector: str, *acts: Callable[[], object]) -> None:
        """What acts open over a page that was looked at: only that is looked at."""
        for act in acts:
            act()
        expect(self.page.locator(selector).last).to_be_visible()
        self.look(name, selector)

    def look(self, name: str, within: str = "") -> None:
        self.found += axe.audit(self.page, f"{self.shape} {name}", within)
        self.found += axe.squeezed(self.page, f"{self.shape} {name}", *SMALL[self.shape])

    def away(self, selector: str) -> None:
        while self.page.locator(selector).count():
            self.page.keyboard.press("Escape")
            self.page.wait_for_timeout(50)

    def opened(self, name: str, testid: str, act: Callable[[], object], within: str = OVER) -> None:
        """What an act opens over the page; Escape closes it and gives the focus back."""
        act()
        self.see(name, testid, within)
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_test_id(testid)).to_have_count(0)
        try:
            comes_true(self.page, "document.activeElement !== document.body")
        except AssertionError:
            self.found.append(f"{self.shape} {name}: the focus was lost")


@pytest.mark.parametrize("shape", ["phone", "desktop"])
def test_nothing_over_a_page_has_a_violation(window, ada, place, shape):
    """The pages themselves are looked at in test_every_page, the sheets in test_every_sheet."""
    form = (PHONE if shape == "phone" else DESKTOP) | CALM
    walk = Walk(window(ada, form, locale="zh-CN"), shape)
    stroll(walk, place)
    assert not walk.found, "\n".join(walk.found)


def stroll(walk: Walk, place: dict[str, Any]) -> None:
    inside = "/c/lake"
    walk.at(f"{inside}/t?new=1", "thread-composer")
    walk.page.goto(f"{inside}/t/{place['thread']}")
    over_the_thread(walk)
    walk.page.goto(f"{inside}/members")
    over_the_members(walk)
    walk.page.goto(f"{inside}/r/{place['room']}")
    expect(walk.page.get_by_test_id("fold-card").first).to_be_visible()
    over_the_room(walk)
    over_the_composer(walk)
    walk.at(f"{inside}/r/{place['room']}?t={place['thread']}", "post")
    if walk.shape == "desktop":
        walk.page.add_init_script(DEBUG)
        walk.at("/design", "design-part")


def over_the_thread(walk: Walk) -> None:
    see = walk.page.get_by_test_id
    walk.part("deletion", DIALOG, see("thread-menu").click, see("thread-remove").click)


def over_the_members(walk: Walk) -> None:
    see = walk.page.get_by_test_id
    other = see("member").filter(has_text="Ben").get_by_role("button")
    walk.part("member", MENU, other.click)


def over_the_composer(walk: Walk) -> None:
    """What is offered for each sign, and what else stands over a room now and then."""
    see = walk.page.get_by_test_id
    field, offered = see("composer-input"), see("completion")
    for sign in SIGNS[walk.shape]:
        write = partial(field.press_sequentially, sign)
        walk.part(f"list for {sign}", ".composer", field.clear, write, offered.wait_for)
    field.clear()
    walk.part("emoji", DIALOG, walk.page.locator(".composer [aria-haspopup='dialog']").click)
    walk.away(DIALOG)
    walk.part("day", DIALOG, see("room-menu").click, see("room-date").click)
    walk.away(DIALOG)
    made = partial(expect(see("invite-url")).to_have_count, 2)  # the one that was there, and the new one
    walk.part("invitation", DIALOG, see("room-info").click, see("room-invite").click, see("invite-create").click, made)


@pytest.mark.usefixtures("site")
def test_the_page_that_founds_the_first_community_has_no_violation(window):
    walk = Walk(window(None, DESKTOP | CALM, locale="zh-CN"), "phone")  # as small as a phone, too
    walk.at("/setup", "setup-continue")
    for name, words in (("username", "ada"), ("password", "a long secret")):
        walk.page.get_by_test_id(f"setup-{name}").fill(words)
    walk.part("the community", "form", walk.page.get_by_test_id("setup-continue").click)
    expect(walk.page.get_by_test_id("setup-submit")).to_be_visible()
    assert not walk.found, "\n".join(walk.found)


def over_the_room(walk: Walk) -> None:
    page = walk.page
    last = page.get_by_test_id("message").last
    press = page.keyboard.press

    def on_last(key: str) -> Callable[[], None]:
        return lambda: (last.focus(), press(key))[1]

    walk.opened("actions", "menu-copy", on_last("Enter"))
    walk.opened("proposal", "promote-sheet", on_last("p"))
    walk.opened("selection", "selection-bar", on_last("x"), within="")
    walk.opened("palette", "palette", lambda: press("Control+k"))
    walk.opened("keys", "shortcut-help", lambda: (last.focus(), press("?")))
    walk.opened("room", "room-invite", page.get_by_test_id("room-info").click)
    walk.opened("room menu", "menu-info", page.get_by_test_id("room-menu").click)
    walk.opened("gauge", "gauge-panel", page.get_by_test_id("gauge").click)
