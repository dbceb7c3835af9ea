"""What members do with a message, on a phone and at a desk, and what the others see of it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from chat import rooms
from chat.models import Message, Reaction, Removal
from tests.chat.catchup import talks
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, hold, open_room, say
from tests.e2e.test_relief import push
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


def row(page: Page, words: str) -> Locator:
    return page.get_by_test_id("message").filter(has_text=words)


def touches(page: Page) -> bool:
    return page.evaluate("matchMedia('(pointer: coarse)').matches")


def choose(page: Page, words: str, act: str) -> None:
    """A finger holds the message; a mouse has a button beside it."""
    if touches(page):
        hold(page, words)
    else:
        row(page, words).hover()
        row(page, words).get_by_test_id("message-menu").click()
    page.get_by_test_id(f"menu-{act}").click()


def react(page: Page, words: str, emoji: str) -> None:
    if touches(page):
        hold(page, words)
        page.get_by_test_id(f"react-{emoji}").tap()
    else:
        row(page, words).hover()
        row(page, words).get_by_test_id("message-react").click()
        page.get_by_role("dialog").get_by_role("button", name=emoji).click()


def open_pins(page: Page) -> Locator:
    if touches(page):
        page.get_by_test_id("room-menu").click()
    page.get_by_test_id("menu-pins" if touches(page) else "room-pins").click()
    return page.get_by_test_id("pin")


@SHAPES
def test_what_one_said_is_reacted_to_edited_pinned_and_taken_back_before_all_eyes(window, ada, ben, square, shape):
    page, other = open_room(window(ada, shape), square), open_room(window(ben, shape), square)
    say(page, "The ferry laeves at nine")
    hear(other, "The ferry laeves at nine")

    react(page, "ferry", "🎉")
    signs = [one.get_by_test_id("reaction") for one in (page, other)]
    expect(signs[1]).to_have_text("🎉1")
    signs[1].click()
    expect(signs[0]).to_have_text("🎉2")
    signs[0].click()
    expect(signs[1]).to_have_text("🎉1")
    assert elsewhere(Reaction.objects.get).member == ben
    signs[1].click()
    expect(signs[0]).to_have_count(0)

    choose(page, "ferry", "edit")
    expect(page.get_by_test_id("composer-input")).to_have_value("The ferry laeves at nine")
    say(page, "The ferry leaves at nine")
    expect(row(other, "The ferry leaves at nine")).to_contain_text("edited")
    expect(page.get_by_test_id("composer-input")).to_have_value("")

    choose(page, "ferry", "pin")
    expect(row(other, "ferry")).to_contain_text("Pinned")
    pins = open_pins(other)
    expect(pins).to_contain_text(["The ferry leaves at nine"])
    pins.click()
    expect(pins).to_have_count(0)
    expect(row(other, "ferry")).to_be_in_viewport()

    choose(page, "ferry", "recall")
    for one in (page, other):
        expect(one.locator('[data-testid="message"][data-state="recalled"]')).to_have_count(1)
        expect(one.get_by_text("The ferry leaves at nine")).to_have_count(0)


@SHAPES
def test_old_words_are_deleted_and_those_of_others_hidden_and_shown_again(window, ada, ben, square, shape):
    elsewhere(talks.talk, square, (ada, "Old words of mine"), (ben, "You are all fools"))
    page, other = open_room(window(ada, shape), square), open_room(window(ben, shape), square)
    choose(page, "Old words", "delete")
    assert not elsewhere(Removal.objects.exists), "it is asked first"
    page.get_by_test_id("dialog-confirm").click()
    expect(other.locator('[data-testid="message"][data-state="deleted"]')).to_have_text("Ada deleted a message")
    expect(other.get_by_text("Old words of mine")).to_have_count(0)

    choose(page, "fools", "hide")
    page.get_by_role("dialog").get_by_role("textbox").last.fill("It is rude")
    page.get_by_test_id("dialog-confirm").click()
    expect(other.locator('[data-testid="message"][data-state="hidden"]')).to_contain_text("hidden by a moderator")
    expect(other.get_by_text("fools")).to_have_count(0)
    assert elsewhere(Removal.objects.get, kind="hidden").reason == "It is rude"
    page.get_by_test_id("message-restore").click()
    hear(other, "You are all fools")


@SHAPES
def test_what_was_refused_stays_to_be_sent_again_or_thrown_away(window, ada, ben, square, shape):
    elsewhere(rooms.edit, ada, square, {"terms": {"daily": 1}})
    page = open_room(window(ben, shape), square)
    for words in ("First", "Second", "Third"):
        say(page, words)
    refused = page.locator('[data-testid="message"][data-state="failed"]')
    expect(refused).to_have_count(2)
    refused.filter(has_text="Third").get_by_test_id("pending-discard").click()
    expect(refused).to_contain_text("You have posted 1 messages here today")
    elsewhere(rooms.edit, ada, square, {"terms": {}})
    page.reload()
    refused.get_by_test_id("pending-retry").click()
    hear(page, "Second")
    expect(refused).to_have_count(0)
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == ["First", "Second"]


@SHAPES
def test_an_answer_is_begun_with_a_thumb_or_a_key_and_quotes_what_it_answers(window, ada, ben, square, shape):
    elsewhere(talks.talk, square, (ada, "Who has a ladder?"), (ben, "I have bread"))
    page = open_room(window(ben, shape), square)
    asked = row(page, "ladder")
    expect(asked).to_be_in_viewport()
    if touches(page):
        push(page, asked, -60, at=".bubble")
        expect(page.get_by_text("Replying to Ada")).to_have_count(0)
        push(page, asked, -120, at=".bubble")
    else:
        asked.focus()
        page.keyboard.press("r")
    expect(page.get_by_text("Replying to Ada")).to_be_visible()
    expect(page.get_by_test_id("composer-input")).to_be_focused()
    say(page, "I have one")
    hear(page, "I have one")
    expect(row(page, "I have one").get_by_test_id("quote")).to_contain_text("Who has a ladder?")
    question = Message.objects.get(body="Who has a ladder?")
    wait_until(lambda: Message.objects.get(body="I have one").reply_to_id == question.pk)
    row(page, "I have one").get_by_test_id("quote").click()
    expect(page.locator(f'.lit[data-seq="{question.seq}"]')).to_be_in_viewport()
