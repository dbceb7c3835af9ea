"""What a host page hears of the drawer and asks of it: the whole of the document's table, from one site to another."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from board.models import Thread
from chat import messages
from chat.models import Message, Room
from community.clock import now
from tests.board.acts import promote, start
from tests.chat.overload import crowds
from tests.community.embedding import document
from tests.conftest import standing
from tests.e2e import hosting
from tests.e2e.conftest import DESKTOP, PHONE, comes_true, elsewhere
from tests.e2e.hosting import drawer, heard, visit
from tests.live import wait_until

pytestmark = pytest.mark.whole_browser  # the shell lets frames of other sites keep cookies
HEARD = "(name) => heard.some((event) => event.on === name)"


@pytest.fixture
def harbour(ada) -> Room:
    """A room that the page's button is not about."""
    return standing(ada, "open", "Harbour")


@pytest.fixture
def page(window, host_page, ada, square, harbour):
    """A page whose visitor sits in both rooms, with the drawer open at the first."""
    host = host_page(f"data-room='{square.pk}' data-token-url='/token'")
    elsewhere(host.allow, ada)
    page = window(None, DESKTOP)
    refused = visit(page, host)
    page.get_by_role("button", name="Open the conversation").click()
    expect(drawer(page).get_by_test_id("composer-input")).to_be_visible()
    yield page
    assert not refused, refused


@pytest.fixture
def thread(ada) -> Thread:
    return start(ada, "Ferries", "The last one leaves at ten")


def hear(page: Page, name: str) -> dict:
    """The newest event of this name: it says what the document says, and nothing else."""
    comes_true(page, HEARD, name)
    event = heard(page, name)[-1]
    assert set(event) == document.events()[name]
    return event


def wish(page: Page, **place: object) -> None:
    page.evaluate("(place) => Oxbow.open(place)", place)


def said(author, room: Room, *words: str) -> list[Message]:
    sent = [elsewhere(messages.post, author, room, one, client_id=uuid4()).id for one in words]
    return list(Message.objects.filter(pk__in=sent).order_by("seq"))


def test_a_page_asks_for_places_and_hears_which_thread_was_opened(page, site, harbour, thread):
    assert hear(page, "ready") == {"signedIn": True}
    wish(page, thread=thread.pk)
    expect(drawer(page).get_by_test_id("post")).to_contain_text("The last one leaves at ten")
    assert hear(page, "thread") == {"thread": thread.pk, "url": f"{site.http}/c/lake/t/{thread.pk}"}
    wish(page, board=True)
    expect(drawer(page).get_by_test_id("thread-row")).to_contain_text("Ferries")
    wish(page, room=harbour.pk)
    expect(drawer(page).get_by_role("heading", name="Harbour")).to_be_visible()
    assert len(heard(page, "thread")) == 1


def test_a_page_hears_what_is_unread_in_its_room_and_what_went_to_the_board(page, site, ada, square, harbour):
    wish(page, board=True)
    expect(drawer(page).get_by_test_id("thread-list")).to_be_visible()
    said(ada, harbour, "Elsewhere", "And again")
    words = said(ada, square, "Where do we meet, @Wren?")
    assert hear(page, "unread") == {"unread": 1, "mentions": 1}
    promotion = elsewhere(promote, ada, square, words, title="Where to meet")
    went = {"room": square.pk, "thread": promotion.thread_id, "title": "Where to meet"}
    assert hear(page, "promoted") == went | {"url": f"{site.http}/c/lake/t/{promotion.thread_id}"}


def test_what_the_document_shows_is_said_by_the_page(page, ada, square):
    wish(page, board=True)
    expect(drawer(page).get_by_test_id("thread-list")).to_be_visible()
    with page.expect_console_message(lambda line: line.text == "1 unread, 0 for you"):
        words = said(ada, square, "Who has the key?")
    with page.expect_console_message(lambda line: line.text.startswith("The key went to the board: http")):
        elsewhere(promote, ada, square, words, title="The key")


def test_a_page_hears_that_its_room_is_full(page, community, square):
    begin = now() - timedelta(minutes=20)
    elsewhere(crowds.talk, square, crowds.people(community, 30), begin, 20, 8)
    elsewhere(crowds.measured, square, now())
    assert hear(page, "load") == {"room": square.pk, "load": "overloaded"}
    page.evaluate("Oxbow.close()")
    expect(page.get_by_role("button", name="overloaded")).to_be_visible()


def test_a_page_closes_the_drawer_stops_listening_and_takes_all_of_it_away(page):
    drawer(page).get_by_test_id("composer-input").click()
    page.evaluate("() => { window.left = 0; window.deafen = Oxbow.on('leave', () => left++); }")
    page.keyboard.press("Escape")
    assert hear(page, "leave") == {}
    assert not page.evaluate("Oxbow.isOpen")
    page.evaluate("() => { deafen(); Oxbow.open(); }")
    assert page.evaluate("Oxbow.isOpen")
    drawer(page).get_by_test_id("composer-input").click()
    page.keyboard.press("Escape")
    wait_until(lambda: len(heard(page, "leave")) == 2)
    assert page.evaluate("left") == 1
    page.evaluate("Oxbow.open(); Oxbow.close()")
    expect(page.locator("iframe")).to_be_hidden()
    page.evaluate("Oxbow.remove()")
    expect(page.locator("iframe, button")).to_have_count(0)


def test_what_is_said_by_attributes_is_done(window, site, host_page, ada, square, harbour, thread):
    host = host_page()
    elsewhere(host.allow, ada)
    host.html = hosting.html(
        site, f"data-token='{host.token()}' data-view='board' data-lang='zh-Hans' data-side='left' data-hue='30'"
    )
    page = window(None, DESKTOP)
    visit(page, host)
    button = page.get_by_role("button", name="打开讨论")
    assert button.bounding_box()["x"] < 100
    wish(page, thread=thread.pk)  # the first that is opened
    expect(drawer(page).get_by_test_id("post")).to_be_visible()
    assert [hear(page, name) for name in ("ready", "thread")][1]["thread"] == thread.pk
    wish(page, board=True)
    expect(drawer(page).get_by_test_id("thread-row")).to_be_visible()
    said(ada, square, "One")
    said(ada, harbour, "Two")
    comes_true(page, "heard.at(-1).unread === 2")  # of all rooms
    page.evaluate("Oxbow.close()")
    expect(page.get_by_role("button", name="2 条未读")).to_be_visible()


def test_the_example_page_opens_the_drawer_for_whoever_signs_in(window, site, host_page, ada, ben, square):
    names = {"http://localhost:8000": site.http, "millrace": "lake"}
    whole = document.EXAMPLE
    for shown, ours in names.items():
        assert shown in whole
        whole = whole.replace(shown, ours)
    host = host_page(whole=whole)
    elsewhere(host.allow, ada)
    page = window(ben, PHONE)
    refused = visit(page, host)
    page.get_by_role("button", name="Talk with us").click()
    with page.expect_popup():
        drawer(page).get_by_test_id("embed-sign-in").click()
    drawer(page).get_by_test_id("room-link").filter(has_text="Square").click()
    expect(drawer(page).get_by_test_id("composer-input")).to_be_visible()
    assert not refused, refused
