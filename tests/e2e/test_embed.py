"""The drawer on somebody else's page: another site, a strict policy, no cookies of ours."""

from uuid import uuid4

import pytest
from playwright.sync_api import FrameLocator, expect

from chat import messages, seats
from community.embedding.models import Guest
from community.members.models import Member
from tests.e2e.conftest import DESKTOP, PHONE, comes_true, elsewhere
from tests.e2e.hosting import drawer, heard, visit

pytestmark = pytest.mark.whole_browser  # the shell lets frames of other sites keep cookies


def say(frame: FrameLocator, words: str) -> None:
    frame.get_by_test_id("composer-input").fill(words)
    frame.get_by_test_id("composer-send").click()
    expect(frame.locator('[data-testid="message"][data-state="sent"]').filter(has_text=words)).to_have_count(1)


def test_a_page_vouches_for_its_visitor_who_reads_and_writes_in_the_drawer(window, host_page, ada, square):
    host = host_page(f"data-room='{square.pk}' data-token-url='/token'")
    elsewhere(host.allow, ada)
    page = window(None, DESKTOP)
    refused = visit(page, host)
    expect(page.get_by_role("button", name="Open the conversation")).to_be_visible()
    assert page.locator("iframe").count() == 0

    page.get_by_role("button", name="Open the conversation").click()
    elsewhere(messages.post, ada, square, "Welcome, whoever you are", client_id=uuid4())
    expect(drawer(page).get_by_text("Welcome, whoever you are")).to_be_visible()
    say(drawer(page), "Hello from another site")
    assert heard(page, "ready") == [{"signedIn": True}]
    guest = elsewhere(Guest.objects.select_related("user").get)
    assert guest.user.display_name == "Wren"
    assert not refused, refused

    page.keyboard.press("Escape")  # in the frame, where the field has the focus
    expect(page.locator("iframe")).to_be_hidden()
    elsewhere(messages.post, ada, square, "One more", client_id=uuid4())
    comes_true(page, "heard.at(-1).on === 'unread' && heard.at(-1).unread === 1")
    page.reload()  # the button knows what is new before anything is opened
    member = elsewhere(Member.objects.get, user=guest.user)
    expect(page.get_by_role("button", name="unread")).to_be_visible()
    assert elsewhere(seats.of, member, square).unread == 1


def test_on_a_phone_somebody_signs_in_in_a_window_of_its_own(window, host_page, ada, ben, square):
    host = host_page(f"data-room='{square.pk}'")
    elsewhere(host.allow, ada)
    page = window(ben, PHONE)  # signed in at the site itself: its cookie does not reach a frame on another site
    visit(page, host)
    page.get_by_role("button", name="Open the conversation").click()
    box = page.locator("iframe").bounding_box()
    assert box
    assert box["width"] == 390
    with page.expect_popup():
        drawer(page).get_by_test_id("embed-sign-in").click()
    say(drawer(page), "Hello from a phone")
    said = elsewhere(square.messages.select_related("author").latest, "pk")
    assert said.author == ben


def test_a_page_that_is_not_allowed_shows_nothing(window, host_page, ada, square):
    elsewhere(host_page("").allow, ada)
    stranger = host_page(f"data-room='{square.pk}'")
    page = window(None, DESKTOP)
    refused = visit(page, stranger)
    with page.expect_event("console", lambda said: "frame-ancestors" in said.text):
        page.get_by_role("button", name="Open the conversation").click()
    assert any("frame-ancestors" in text for text in refused)
    assert drawer(page).get_by_test_id("composer-input").count() == 0
