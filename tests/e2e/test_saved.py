"""What a member saves from a menu is found again on a page of its own, and on the other device."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from community.clock import now
from community.saved import reminders, saving
from community.saved.models import Saved
from tests.board.acts import reply, start
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room, say
from tests.e2e.test_message_acts import SHAPES, choose, row
from tests.live import wait_until

SAVED = "/c/lake/me/saved"


def keys() -> list[str]:
    return [saved.key for saved in Saved.objects.order_by("pk")]


def saved_rows(page: Page):
    return page.get_by_test_id("saved-row")


@SHAPES
def test_a_message_is_saved_found_again_and_let_go_of(window, ada, ben, square, shape):
    page = open_room(window(ada, shape), square)
    say(page, "The ferry leaves at nine")
    hear(page, "The ferry leaves at nine")
    choose(page, "ferry", "save")
    page.get_by_test_id("saved-see").click()
    expect(saved_rows(page)).to_have_count(1)
    saved_rows(page).get_by_role("link").click()
    expect(row(page, "ferry")).to_be_visible()

    choose(page, "ferry", "letGo")
    page.get_by_test_id("saved-again").wait_for()
    assert elsewhere(keys) == []
    page.get_by_test_id("saved-again").click()
    wait_until(lambda: elsewhere(keys) != [])


@SHAPES
def test_posts_and_threads_are_saved_and_the_way_there_begins_at_me(window, ada, ben, square, shape):
    thread = elsewhere(start, ben, "Who has a ladder?", "Mine is too short")
    elsewhere(reply, ada, thread, "Take the long one")
    page = window(ada, shape)
    page.goto(f"/c/lake/t/{thread.pk}")
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-save").click()
    page.get_by_test_id("post-menu").last.click()
    page.get_by_test_id("post-save").click()
    wait_until(lambda: len(elsewhere(keys)) == 2)

    page.goto("/c/lake/me")
    page.get_by_test_id("me-saved").click()
    expect(saved_rows(page)).to_contain_text(["Take the long one", "Who has a ladder?"])
    toggle = saved_rows(page).first.get_by_test_id("saved-toggle")
    toggle.click()
    wait_until(lambda: len(elsewhere(keys)) == 1)
    expect(saved_rows(page)).to_have_count(2)
    toggle.click()
    wait_until(lambda: len(elsewhere(keys)) == 2)


def test_what_one_device_saves_the_menu_of_the_other_knows(window, ada, ben, square):
    phone, desk = open_room(window(ada, PHONE), square), open_room(window(ada, DESKTOP), square)
    say(phone, "The ferry leaves at nine")
    hear(desk, "The ferry leaves at nine")
    row(desk, "ferry").hover()
    row(desk, "ferry").get_by_test_id("message-menu").click()
    expect(desk.get_by_test_id("menu-save")).to_be_visible()
    choose(phone, "ferry", "save")
    expect(desk.get_by_test_id("menu-letGo")).to_be_visible()


def test_by_keyboard_a_message_is_saved_and_let_go_of(window, ada, square):
    page = open_room(window(ada, DESKTOP), square)
    say(page, "The ferry leaves at nine")
    hear(page, "The ferry leaves at nine")
    row(page, "ferry").focus()
    page.keyboard.press("s")
    wait_until(lambda: len(elsewhere(keys)) == 1)
    page.keyboard.press("s")
    wait_until(lambda: elsewhere(keys) == [])


def test_what_is_gone_is_shown_without_words_and_can_be_let_go_of(window, ada, ben, square):
    author, page = open_room(window(ben, PHONE), square), open_room(window(ada, PHONE), square)
    say(author, "I should not say this")
    hear(page, "I should not say this")
    choose(page, "should not", "save")
    wait_until(lambda: len(elsewhere(keys)) == 1)
    choose(author, "should not", "recall")
    expect(page.get_by_test_id("message").filter(has_text="should not")).to_have_count(0)
    page.goto(SAVED)
    expect(saved_rows(page)).to_have_count(1)
    expect(saved_rows(page)).not_to_contain_text("should not")
    saved_rows(page).get_by_test_id("saved-toggle").click()
    wait_until(lambda: elsewhere(keys) == [])
    page.reload()
    expect(page.get_by_test_id("saved")).to_contain_text("Nothing saved yet")


def test_a_refusal_is_told_and_nothing_stays_marked(window, ada, square):
    page = open_room(window(ada, DESKTOP), square)
    say(page, "The ferry leaves at nine")
    hear(page, "The ferry leaves at nine")
    refusal = {"code": "saving.too_many", "data": {"limit": 1000}}
    page.route("**/saved/message/**", lambda route: route.fulfill(status=403, json=refusal))
    choose(page, "ferry", "save")
    expect(page.get_by_text("You already keep 1000 things.")).to_be_visible()
    row(page, "ferry").hover()
    row(page, "ferry").get_by_test_id("message-menu").click()
    expect(page.get_by_test_id("menu-save")).to_be_visible()


@SHAPES
def test_one_is_reminded_at_the_moment_that_one_chose(window, ada, ben, square, shape):
    thread = elsewhere(start, ben, "Who has a ladder?", "Mine is too short")
    elsewhere(saving.save, ada, "thread", thread.pk)
    page = window(ada, shape)
    page.goto(SAVED)
    page.get_by_test_id("saved-remind").click()
    page.get_by_test_id("remind-tomorrow").click()
    expect(page.get_by_test_id("saved-when")).to_contain_text("Reminder:")
    wait_until(lambda: elsewhere(moments) != [None])

    elsewhere(come_true)
    page.goto("/c/lake/inbox")
    notice = page.locator('[data-testid="notice"][data-kind="saved_reminder"]')
    notice.get_by_role("link").click()
    expect(page.get_by_text("Mine is too short")).to_be_visible()


def moments() -> list:
    return [saved.remind_at for saved in Saved.objects.all()]


def come_true() -> None:
    """The moment has come; a worker takes what is due."""
    Saved.objects.update(remind_at=now() - timedelta(seconds=1))
    for pk in reminders.due():
        reminders.remind(pk)
