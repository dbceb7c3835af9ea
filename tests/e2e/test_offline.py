"""Without a network: the app opens with what it last knew, and what is written waits for the network."""

import json
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from board.models import Category, Post
from chat import messages, seats
from chat.models import Message
from tests.api import Api
from tests.e2e.conftest import PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room, say
from tests.live import wait_until

# What this browser keeps, apart from what belongs to nobody.
KEPT = """async () => {
  const answer = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const database = await answer(indexedDB.open("oxbow"));
  const rows = await answer(database.transaction("sheets").objectStore("sheets").getAllKeys());
  database.close();
  const own = Object.keys(localStorage).filter((key) => key.startsWith("oxbow.") && !/theme|locale/.test(key));
  return [...rows, ...own];
}"""


def kept(page: Page) -> list[str]:
    return page.evaluate(KEPT)


def wait_until_kept(page: Page, key: str) -> None:
    wait_until(lambda: key in kept(page))


@pytest.fixture
def thread(ada, square) -> int:
    category = Category.objects.filter(community=ada.community).first()
    words = {"title": "Ferries", "body": "The last one leaves at ten", "tags": []}
    sent = words | {"client_id": str(uuid4()), "category": category.pk}
    return elsewhere(Api(ada).post, "communities/lake/threads/", sent)["id"]


@pytest.fixture
def phone(window, ada, ben, square, thread) -> Page:
    """Ben's phone, which was in the square and in a thread once, with the app kept for later."""
    said = elsewhere(messages.post, ada, square, "The ferry leaves at nine", client_id=uuid4())
    elsewhere(messages.post, ada, square, "Nobody shall read this later", client_id=uuid4())
    page = open_room(window(ben, PHONE, installed=True), square)
    hear(page, said.body)
    page.evaluate("navigator.serviceWorker.ready")
    wait_until_kept(page, f"room:{square.pk}")
    page.goto(f"/c/lake/t/{thread}")
    wait_until_kept(page, f"thread:{thread}")
    return page


def test_the_app_opens_in_a_tunnel_and_what_is_written_there_arrives_once(phone, ada, square, thread):
    phone.context.set_offline(True)
    phone.goto(f"/c/lake/t/{thread}")
    expect(phone.get_by_test_id("post")).to_contain_text("The last one leaves at ten")
    phone.goto(f"/c/lake/r/{square.pk}")
    hear(phone, "The ferry leaves at nine")
    say(phone, "Written in the tunnel")
    phone.reload()
    waiting = phone.locator('[data-testid="message"][data-state="waiting"]')
    expect(waiting).to_contain_text("Written in the tunnel")

    recalled = Message.objects.get(body__startswith="Nobody")
    elsewhere(messages.recall, ada, recalled)
    elsewhere(messages.post, ada, square, "While you were away", client_id=uuid4())
    phone.context.set_offline(False)
    hear(phone, "While you were away")
    hear(phone, "Written in the tunnel")
    expect(phone.get_by_text("Nobody shall read this later")).to_have_count(0)
    assert Message.objects.filter(body="Written in the tunnel").count() == 1


def test_a_reply_from_the_tunnel_waits_in_its_field_over_a_reload_and_stands_once(phone, thread):
    words = "Then we take the last one"
    phone.context.set_offline(True)
    phone.goto(f"/c/lake/t/{thread}")
    field, waiting = phone.get_by_test_id("thread-reply-input"), phone.get_by_test_id("departure")
    field.fill(words)
    phone.get_by_test_id("thread-reply-send").click()
    expect(waiting).to_be_visible()
    phone.reload()
    expect(field).to_have_value(words)
    expect(waiting).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_test_id("post").filter(has_text=words)).to_have_count(1)
    expect(field).to_have_value("")
    expect(waiting).to_have_count(0)
    assert Post.objects.filter(body=words).count() == 1


def test_whoever_signs_out_leaves_nothing_in_the_browser(phone):
    assert kept(phone)
    phone.goto("/c/lake/me")
    phone.get_by_test_id("sign-out").click()
    wait_until(lambda: kept(phone) == [])
    phone.context.set_offline(True)
    phone.goto("/c/lake")
    expect(phone.get_by_text("The ferry leaves at nine")).to_have_count(0)


class PushService:
    """Brings this browser what a push service would bring it."""

    def __init__(self, page: Page) -> None:
        self._line = page.context.new_cdp_session(page)
        self._origin = page.evaluate("location.origin")
        self._known: list[str] = []
        self._line.on("ServiceWorker.workerRegistrationUpdated", self._learn)
        self._line.send("ServiceWorker.enable")
        while not self._known:
            page.wait_for_timeout(20)

    def _learn(self, told: dict) -> None:
        self._known += [one["registrationId"] for one in told["registrations"]]

    def bring(self, note: dict) -> None:
        what = {"origin": self._origin, "registrationId": self._known[-1], "data": json.dumps(note)}
        self._line.send("ServiceWorker.deliverPushMessage", what)


RINGING = """async () => {
  const shown = await (await navigator.serviceWorker.ready).getNotifications();
  return shown.map(({ tag, title }) => [tag, title]);
}"""


@pytest.mark.whole_browser  # the shell shows no notifications
def test_a_note_rings_while_the_app_is_closed_and_is_put_away_once_it_was_read(phone, ada, ben, square):
    phone.context.grant_permissions(["notifications"])
    said = elsewhere(messages.post, ada, square, "Are you coming, @Ben?", client_id=uuid4())
    wait_until(lambda: ben.notices.exists())
    service = PushService(phone)
    phone.goto("about:blank")
    tag = f"lake/room:{square.pk}"
    note = {
        "title": "Ada mentioned you", "body": "Come", "tag": tag, "path": f"/c/lake/r/{square.pk}", "count": 1,
        "locale": "en", "still": [tag],
    }  # fmt: skip
    service.bring(note)
    phone.goto("/c/lake/inbox")
    wait_until(lambda: phone.evaluate(RINGING) == [[tag, "Ada mentioned you"]])
    expect(phone.get_by_test_id("connection-state")).to_have_attribute("data-state", "online")
    elsewhere(seats.read, ben, square, said.seq)
    wait_until(lambda: phone.evaluate(RINGING) == [])
