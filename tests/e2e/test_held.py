"""What does not go out at once: a link waits for a word of its poster's own, listed words for a moderator."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat import messages
from chat.conversations import reading
from chat.models import Message
from community.moderation import cases, wordlists
from community.moderation.audit import Moderator
from community.moderation.models import Case, Hold
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room, say
from tests.live import wait_until

LINK = "https://example.org/a-text"
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
# A line about oneself is judged by the same list, and cannot wait.
CALL_ONESELF = """async ([url, bio]) => (await fetch(url, {
  method: "PATCH",
  headers: { "Content-Type": "application/json", "X-CSRFToken": /csrftoken=([^;]+)/.exec(document.cookie)[1] },
  body: JSON.stringify({ bio }),
})).status"""


@pytest.fixture(autouse=True)
def _done(site):
    """The worker has done with what was said: it must not meet the emptying of the database."""
    yield
    wait_until(lambda: not reading.lagging())


@pytest.fixture
def moderator(mo) -> Moderator:
    return Moderator(member=mo)


@pytest.fixture
def held(window, ben, square, moderator) -> Page:
    """Ben's page, on which a post of his waits for a moderator."""
    elsewhere(wordlists.enter, moderator, square.community, ["casino"], kind="word", action="hold")
    page = open_room(window(ben, DESKTOP), square)
    wait_until(lambda: page.evaluate(CALL_ONESELF, [f"/api/v1/members/{ben.pk}/", "casino"]) == 403)
    say(page, "To the casino!")
    expect(page.get_by_test_id("pending-held")).to_contain_text("A moderator reads this first")
    return page


@SHAPES
def test_a_link_waits_for_a_word_and_goes_out_with_it(window, ben, square, shape):
    page = open_room(window(ben, shape), square)
    say(page, LINK)
    expect(page.get_by_test_id("why-send")).to_be_disabled()
    page.reload()
    page.get_by_test_id("why-words").fill("This explains yesterday's question.")
    page.get_by_test_id("why-send").click()
    hear(page, "This explains yesterday's question.")
    assert Message.objects.get().body == f"This explains yesterday's question.\n{LINK}"
    expect(page.get_by_test_id("why")).to_have_count(0)


def test_a_link_that_nobody_explains_is_given_up(window, ben, square):
    page = open_room(window(ben, PHONE), square)
    say(page, LINK)
    page.get_by_test_id("pending-discard").click()
    expect(page.get_by_test_id("why")).to_have_count(0)
    assert not Message.objects.exists()


def test_what_a_moderator_lets_through_appears_in_its_place(held, window, ada, square, moderator):
    others = open_room(window(ada, PHONE), square)
    elsewhere(messages.post, ada, square, "Where do we go?", client_id=uuid4())
    hear(others, "Where do we go?")
    expect(others.get_by_text("To the casino!")).to_have_count(0)
    elsewhere(cases.settle, moderator, Case.objects.get(), "keep")
    hear(others, "To the casino!")
    hear(held, "To the casino!")
    expect(held.get_by_test_id("pending-held")).to_have_count(0)


def test_what_a_moderator_refuses_says_so_on_the_row(held, moderator):
    elsewhere(cases.settle, moderator, Case.objects.get(), "hide", reason="Advertising.")
    expect(held.locator('[data-state="failed"]')).to_contain_text("A moderator decided against posting this.")
    assert not Message.objects.exists()


def test_what_waits_can_be_taken_back_into_the_field(held):
    held.get_by_test_id("pending-cancel").click()
    expect(held.get_by_test_id("composer-input")).to_have_value("To the casino!")
    expect(held.get_by_test_id("pending-held")).to_have_count(0)
    wait_until(lambda: not Hold.objects.exists())
    assert not Case.objects.filter(settled_at=None).exists()


@SHAPES
def test_hosts_agree_upon_the_terms_of_a_room_and_they_hold(window, ada, ben, square, shape):
    hosts = open_room(window(ada, shape), square)
    hosts.get_by_test_id("room-info").click()
    hosts.get_by_test_id("room-terms").click()
    hosts.get_by_test_id("terms-links").select_option("free")
    hosts.get_by_test_id("terms-daily").select_option("1")
    hosts.get_by_test_id("terms-add").click()
    expect(hosts.get_by_test_id("terms-hours")).to_be_visible()
    hosts.get_by_test_id("terms-save").click()
    expect(hosts.get_by_test_id("terms-save")).to_have_count(0)
    terms = type(square).objects.get(pk=square.pk).terms
    assert (terms["links"], terms["daily"], terms["windows"][0]["first"]) == ("free", 1, "20:00")

    page = open_room(window(ben, shape), square)
    say(page, LINK)
    hear(page, LINK)
    say(page, "And another one")
    expect(page.locator('[data-state="failed"]')).to_contain_text("1 messages here today")
