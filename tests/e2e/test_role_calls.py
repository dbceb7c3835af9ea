"""A role is called from the composer by those who need somebody of it, and its people hear of it."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from chat import messages
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room
from tests.e2e.test_message_acts import SHAPES, row


def call(page: Page, typed: str, word: str) -> None:
    """Choose a role among what is offered, and say something to it."""
    page.get_by_test_id("composer-input").click()
    page.keyboard.type(typed)
    option = page.get_by_test_id("completion-option").filter(has_text=word)
    expect(option).to_contain_text("1")
    option.click()
    expect(page.get_by_test_id("composer-input")).to_have_value(f"@{word} ")
    page.keyboard.type("the jetty is closed")
    page.get_by_test_id("composer-send").click()


@SHAPES
def test_a_member_calls_the_moderators_and_they_are_told(window, ben, mo, square, shape):
    page, desk = open_room(window(ben, shape), square), window(mo, DESKTOP)
    desk.goto("/c/lake/inbox")
    expect(desk.get_by_role("heading").first).to_be_visible()
    call(page, "@mod", "moderators")
    hear(page, "the jetty is closed")
    expect(row(page, "jetty").locator(".name").filter(has_text="@moderators")).to_be_visible()
    expect(desk.get_by_test_id("notice").filter(has_text="the jetty is closed")).to_have_attribute(
        "data-kind", "mention"
    )


def test_in_chinese_the_role_has_its_chinese_name(window, ben, mo, square):
    page = open_room(window(ben, PHONE, locale="zh-CN"), square)
    call(page, "@版", "版主")
    other = open_room(window(mo, DESKTOP), square)
    expect(row(other, "jetty").locator(".name").filter(has_text="@版主")).to_be_visible()


def test_more_calls_than_an_hour_takes_are_refused_in_ones_own_words(window, ben, mo, square):
    for number in range(10):
        elsewhere(messages.post, ben, square, f"@moderators {number}", client_id=uuid4())
    page = open_room(window(ben, PHONE), square)
    page.get_by_test_id("composer-input").fill("@moderators once more")
    page.get_by_test_id("composer-send").click()
    expect(page.get_by_text("You have called roles 10 times within an hour")).to_be_visible()
