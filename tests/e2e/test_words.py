"""Most words come after the first page: nothing is shown without its words, and nothing moves when they come."""

import json

from django.conf import settings
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import DESKTOP, PHONE, comes_true
from tests.e2e.test_main_job import hear, open_room, say

# Resolves when the page has the words, and has drawn what it draws of them.
DRAWN = "(file) => import(`/${file}`).then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))"


class Held:
    """The words of a language that come after the first page, on their way until they are let go."""

    def __init__(self, page: Page, locale: str) -> None:
        manifest = json.loads((settings.WEB_APP / ".vite/manifest.json").read_text("utf-8"))
        self.page, self.routes, self.free = page, list[Route](), False
        self.file = manifest[f"src/locales/{locale}.json?later"]["file"]
        page.route(f"**/{self.file}", self.meet)

    def asked_for(self):
        return self.page.expect_request(f"**/{self.file}")

    def meet(self, route: Route) -> None:
        if self.free:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        self.free = True
        for route in self.routes:
            route.continue_()
        self.page.evaluate(DRAWN, self.file)


def test_the_palette_waits_for_its_words_and_has_the_focus(window, ada, square):
    page = window(ada, DESKTOP)
    held = Held(page, "en")
    with held.asked_for():  # by the key, or on a slow machine by what is fetched before anybody asks
        open_room(page, square)
        page.keyboard.press("Control+k")
    expect(page.get_by_test_id("palette")).to_have_count(0)
    held.let_go()
    expect(page.get_by_test_id("palette-input")).to_be_focused()
    page.keyboard.type("squ")
    expect(page.get_by_test_id("palette-input")).to_have_value("squ")
    expect(page.get_by_test_id("palette-option").first).to_contain_text("Square")


def test_a_dialog_that_was_opened_before_the_words_came_keeps_the_focus(window, ada, square):
    page = window(ada, PHONE)
    held = Held(page, "en")
    with held.asked_for():  # by what is fetched for later, once the page stands
        open_room(page, square)
        say(page, "Not what I meant")
        hear(page, "Not what I meant")
    page.get_by_test_id("message").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("menu-copy")).to_be_visible()
    comes_true(page, "document.activeElement.closest('[role=dialog]') !== null")
    page.evaluate("document.activeElement.dataset.marked = 'yes'")
    held.let_go()
    assert page.evaluate("document.activeElement.dataset.marked") == "yes"


def test_a_page_is_left_only_when_the_words_of_the_next_are_there(window, ada, square):
    page = window(ada, PHONE)
    held = Held(page, "en")
    with held.asked_for():
        open_room(page, square)
        page.get_by_test_id("room-back").click()
    expect(page.get_by_test_id("composer-input")).to_be_visible()
    held.let_go()
    expect(page.get_by_test_id("room-link").first).to_be_visible()


def test_another_language_is_spoken_when_all_of_it_is_there(window, ada, square):
    page = window(ada, DESKTOP)
    held = Held(page, "zh-Hans")
    page.goto("/c/lake/me")
    expect(page.get_by_test_id("sign-out")).to_have_text("Sign out")
    with held.asked_for():
        page.get_by_text("简体中文", exact=True).click()
    expect(page.get_by_test_id("sign-out")).to_have_text("Sign out")
    held.let_go()
    expect(page.get_by_test_id("sign-out")).to_have_text("退出登录")
