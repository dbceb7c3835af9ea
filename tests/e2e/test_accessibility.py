"""Nothing that axe objects to, on any page or anything that opens over it, in both themes, by hand and by mouse."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from board.models import Thread
from chat import messages, reactions
from chat.models import Room
from community.clock import now
from community.members import invitations
from community.notifications import notices
from tests.board import acts
from tests.board.test_capsules import cites, keep
from tests.chat.catchup import talks
from tests.e2e import axe
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
    """A community in which everything has happened once."""
    return elsewhere(_live, ada, ben, mo, square)


def _live(ada, ben, mo, square: Room) -> dict[str, Any]:
    for name in ("boat", "bread"):
        talks.talk(square, *[((ada, mo)[turn % 2], f"{name} {turn}") for turn in range(6)])
    ladder = [acts.say(one, square, words) for one, words in ((ada, "Who has a ladder?"), (ben, "I have **one**"))]
    promotion = acts.promote(ada, square, ladder, title="A ladder")
    thread = Thread.objects.get(pk=promotion.thread_id)
    first = acts.reply(ben, thread, "Take it on Saturday, @Ada")
    acts.reply(ada, thread, "I will", parent=first)
    said = acts.say(ben, square, "See [the tide](https://example.org) at `6:30`, @Ada")
    acts.say(ada, square, "Thanks", reply_to=said.pk)
    reactions.add(ada, said, "👍")
    messages.pin(ada, said)
    capsule = keep(ada, thread, ("Ben has the ladder", cites(first)), title="Who has what")
    day = now().date().isoformat()
    notices.tell(ada, "digest", key=f"digest:daily:{day}", data={"kind": "daily", "day": day, "items": 2})
    code = invitations.create(mo.community.members.get(user__username="ada"), days=1, uses=1).code
    return {"room": square.pk, "thread": thread.pk, "capsule": capsule.id, "code": code}


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
def test_no_page_and_nothing_over_it_has_a_violation(window, ada, place, shape):
    form = (PHONE if shape == "phone" else DESKTOP) | CALM
    guest = Walk(window(None, form), shape)
    guest.at("/", "brand")
    guest.at("/sign-in", "sign-in-submit")
    guest.at("/sign-up", "sign-up-submit")
    guest.at(f"/join/{place['code']}", "door-sign-up")

    walk = Walk(window(ada, form, locale="zh-CN"), shape)
    stroll(walk, place)
    found = guest.found + walk.found
    assert not found, "\n".join(found)


def stroll(walk: Walk, place: dict[str, Any]) -> None:
    inside = "/c/lake"
    if walk.shape == "phone":
        walk.at(inside, "room-link")
    walk.at(f"{inside}/r/{place['room']}/catch-up", "catchup")
    walk.at(f"{inside}/t", "thread-row")
    walk.at(f"{inside}/t?new=1", "thread-composer")
    walk.at(f"{inside}/t/{place['thread']}", "post")
    over_the_thread(walk)
    walk.at(f"{inside}/capsules/{place['capsule']}", "capsule")
    walk.part("capsule editor", DIALOG, walk.page.get_by_test_id("capsule-edit").click)
    walk.at(f"{inside}/search?q=ladder", "search-input")
    walk.at(f"{inside}/inbox", "notice")
    walk.at(f"{inside}/members", "member")
    over_the_members(walk)
    walk.at(f"{inside}/about", "stage")
    walk.at(f"{inside}/me", "sign-out")
    walk.at(f"{inside}/digest/daily", "digest")
    walk.at(f"{inside}/r/{place['room']}", "fold-card")
    over_the_room(walk)
    over_the_composer(walk)
    walk.at(f"{inside}/r/{place['room']}?t={place['thread']}", "post")
    if walk.shape == "desktop":
        walk.page.add_init_script(DEBUG)
        walk.at("/design", "design-part")


def over_the_thread(walk: Walk) -> None:
    see = walk.page.get_by_test_id
    walk.part("deletion", DIALOG, see("thread-menu").click, see("menu-remove").click)


def over_the_members(walk: Walk) -> None:
    see = walk.page.get_by_test_id
    other = see("member").filter(has_text="Ben").get_by_role("button")
    walk.part("member", MENU, other.click)
    walk.part("silence", DIALOG, see("menu-silence").click)


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
