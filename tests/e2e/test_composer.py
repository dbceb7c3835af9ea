"""Writing: what completes itself, what shortcuts do, and where long words and old days are found."""

import re
from datetime import timedelta

from django.db.models import F
from playwright.sync_api import Page, expect

from chat import rooms
from chat.models import Message
from community.clock import now
from tests.chat.test_rooms import fill
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room


def write(page: Page, words: str, option: str) -> None:
    """Type, see what is offered, and take it with Enter."""
    page.keyboard.type(words)
    expect(page.get_by_role("option", selected=True)).to_contain_text(option)
    expect(page.get_by_test_id("composer-input")).to_have_attribute("aria-haspopup", "listbox")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("completion")).to_have_count(0)


def test_names_rooms_and_emoji_complete_themselves_and_marks_are_undone(window, ada, community, square):
    elsewhere(joined, community, "王小明")
    garden = elsewhere(rooms.create, ada, "open", "Garden")
    page = open_room(window(ada, DESKTOP), square)
    field = page.get_by_test_id("composer-input")
    field.click()

    write(page, "@wxm", "王小明")
    write(page, ":smi", "smi")
    write(page, "see #gar", "Garden")
    page.keyboard.type("now")
    expect(field).to_have_value("@王小明 😄 see #Garden now")

    # The last word becomes bold, and the browser's own undo takes that back.
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(field).to_have_value("@王小明 😄 see #Garden **now**")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("@王小明 😄 see #Garden now")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    hear(page, "@王小明 😄 see #Garden now")

    # What nobody knows is not sent before it is said what was meant.
    page.keyboard.type("/nobody knows")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("composer-offer")).to_contain_text("/nobody")
    page.get_by_test_id("composer-offer-take").click()
    hear(page, "/nobody knows")

    page.get_by_role("link", name="#Garden").click()
    page.wait_for_url(f"**/r/{garden.pk}")


def test_long_words_go_to_the_board_and_a_day_is_found_again(window, ada, community, square):
    elsewhere(fill, square, ada, 120)
    elsewhere(lambda: Message.objects.update(created_at=now() - timedelta(days=1) * (120 - F("seq"))))
    page = open_room(window(ada, PHONE), square)

    day = (now() - timedelta(days=90)).date().isoformat()
    page.get_by_test_id("room-menu").click()
    page.get_by_test_id("room-date").click()
    page.get_by_test_id("date-field").fill(day)
    page.get_by_test_id("date-go").click()
    begins = page.evaluate("(day) => new Date(`${day}T00:00`).toISOString()", day)
    first = Message.objects.filter(created_at__gte=begins).earliest("seq")
    found = page.locator(f'[data-testid="message"][data-seq="{first.seq}"]')
    expect(found).to_have_class(re.compile(r"\blit\b"))
    expect(found).to_be_in_viewport()

    field = page.get_by_test_id("composer-input")
    field.fill("The boat\n" + "It leaks, and we should talk about that at length. " * 25)
    page.get_by_test_id("composer-offer-take").click()
    expect(page.get_by_test_id("thread-title")).to_have_value("The boat")
    page.get_by_test_id("thread-publish").click()
    expect(page.get_by_test_id("thread-pane")).to_contain_text("It leaks")
    expect(field).to_have_value("")
