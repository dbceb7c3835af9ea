"""The heart, on a phone: a flood is seen, a conversation leaves it in three taps, and who was away catches up."""

import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.conversations.models import Conversation, Link
from chat.importing import replay
from chat.models import Message, Room, Seat
from chat.overload import limits
from community.clock import now
from community.notifications import notices
from tests.chat.catchup import talks
from tests.conftest import joined
from tests.e2e import flood
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import hear, open_room, press, say
from tests.live import wait_until

SAID = 60  # messages of the flood


@pytest.fixture(params=["own", "real"])
def log(request, tmp_path, ada) -> Room:
    """A room with the talk that will be lived through again."""
    if request.param == "real" and not flood.REAL.exists():
        pytest.skip(f"There is no {flood.REAL}.")
    path = flood.REAL if request.param == "real" else written(tmp_path)
    return elsewhere(flood.room_of, path)


def written(folder: Path) -> Path:
    path = folder / "2026-01-05.txt"
    path.write_text(flood.own_log())
    return path


def lived_through(log: Room, into: Room) -> threading.Thread:
    """The talk of the log, posted again twenty times faster than it was, beside the browser."""
    first = max(1, log.seq - SAID + 1)
    thread = threading.Thread(target=elsewhere, args=(replay.replay, log, into), kwargs={"speed": 20, "first": first})
    thread.start()
    return thread


def the_one_to_promote(room: Room) -> Message:
    """A late message of the largest conversation: it stands on the screen."""
    links = Link.objects.filter(room=room).select_related("conversation", "message")
    largest = max((link.conversation for link in links), key=lambda one: (one.messages, one.pk))
    return links.filter(conversation=largest).latest("seq").message


def at_message(page: Page, room: Room, message: Message) -> None:
    page.goto(f"/c/lake/r/{room.pk}/m/{message.pk}")
    expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "online")


def test_a_flood_is_shown_relieved_in_three_taps_and_caught_up_with(window, ada, ben, community, square, log):
    elsewhere(limits.edit, ada, square, {"messages": 1})
    away = elsewhere(joined, community, "Nina")
    phone = open_room(window(ben, PHONE), square)

    # The room fills, and the gauge says so while one looks on.
    talk = lived_through(log, square)
    expect(phone.get_by_test_id("gauge").and_(phone.locator('[data-load="overloaded"]'))).to_be_visible(timeout=90_000)
    talk.join()
    wait_until(lambda: Link.objects.filter(room=square).count() == Room.objects.get(pk=square.pk).seq, 60)

    # Hold a message, choose its conversation, drop one of it, confirm: three taps, and one to adjust.
    chosen = elsewhere(the_one_to_promote, square)
    at_message(phone, square, chosen)
    hold_message(phone, chosen)
    phone.get_by_test_id("promote-conversation").tap()
    ticked = phone.locator('[data-testid="proposal-message"][data-ticked="true"]')
    expect(ticked.first).to_be_visible()
    proposed = ticked.count()
    assert proposed > 1
    ticked.first.tap()
    expect(ticked).to_have_count(proposed - 1)
    phone.get_by_test_id("promote-confirm").tap()
    expect(phone.get_by_test_id("promote-undo-toast")).to_be_visible()
    assert Message.objects.filter(room=square).exclude(fold=None).count() == proposed - 1
    scroll_up_to(phone, "fold-card")

    # Somebody who was away finds conversations instead of a wall, reads one, and lets the rest go.
    Seat.objects.filter(room=square, member=away).update(read_seq=0)
    hers = window(away, PHONE)
    hers.goto(f"/c/lake/r/{square.pk}")
    hers.get_by_test_id("catchup-open").tap()
    cards = hers.get_by_test_id("catchup-card")
    expect(cards.first).to_be_visible()
    before = cards.count()
    cards.first.get_by_test_id("catchup-read").tap()
    expect(hers.get_by_test_id("catchup-reading")).to_be_visible()
    assert before > 1
    hers.get_by_test_id("catchup-rest").tap()
    wait_until(lambda: Seat.objects.get(room=square, member=away).read_seq == Room.objects.get(pk=square.pk).seq)


def hold_message(page: Page, message: Message) -> None:
    bubble = page.locator(f'[data-testid="message"][data-seq="{message.seq}"] .bubble')
    expect(bubble).to_be_in_viewport()
    press(page, bubble)


def scroll_up_to(page: Page, testid: str) -> None:
    """The card stands where the conversation began, which may be far above the screen."""
    stream = page.get_by_role("log")
    for _ in range(40):
        if page.get_by_test_id(testid).count():
            break
        stream.hover()
        page.mouse.wheel(0, -500)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(page.get_by_test_id(testid)).to_have_count(1)


@pytest.fixture
def missed(ada, ben, mo, square) -> list[Conversation]:
    """Three conversations of nine messages each that Ben has not read."""
    names = ("boat", "bread", "rope")
    return [
        elsewhere(talks.talk, square, *[((ada, mo)[turn % 2], f"{name} {turn}") for turn in range(9)]) for name in names
    ]


def cards_of(page: Page) -> Locator:
    return page.get_by_test_id("catchup-card")


def push(page: Page, card: Locator, by: int, at: str = "[data-testid='catchup-line']") -> None:
    """One finger comes down on a card's key line, or on what else is said, and goes sideways."""
    line = card.locator(at).first
    line.click(trial=True)  # waits until it stands still
    box = line.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x + by * step / 10, "y": y + step}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_thumb_pushes_cards_aside_and_opens_them(window, ben, square, missed):
    phone = window(ben, PHONE)
    phone.goto(f"/c/lake/r/{square.pk}/catch-up")
    cards = cards_of(phone)
    expect(cards).to_have_count(3)
    gone = cards.first.get_attribute("data-id")
    push(phone, cards.first, -150)
    expect(cards).to_have_count(2)
    expect(phone.locator(f'[data-testid="catchup-card"][data-id="{gone}"]')).to_have_count(0)
    phone.get_by_test_id("catchup-undo").click()
    expect(cards).to_have_count(3)
    push(phone, cards.first, -40)
    push(phone, cards.first, 150)
    expect(cards.first.get_by_test_id("catchup-reading")).to_be_visible()
    expect(cards).to_have_count(3)
    assert phone.url.endswith("/catch-up")


def test_at_a_desk_the_cards_lie_beside_the_room(window, ben, square, missed):
    desktop = open_room(window(ben, DESKTOP), square)
    desktop.get_by_test_id("catchup-open").click()
    expect(desktop.get_by_test_id("catchup-drawer")).to_be_visible()
    expect(cards_of(desktop)).to_have_count(3)
    line = cards_of(desktop).last.get_by_test_id("catchup-line").first
    seq = line.get_attribute("data-seq")
    line.click()
    expect(desktop.locator(f'[data-testid="message"][data-seq="{seq}"]')).to_be_in_viewport()
    expect(cards_of(desktop)).to_have_count(3)
    say(desktop, "I read while you talk")
    hear(desktop, "I read while you talk")

    # The whole room is caught up with one key at a time, and the unread number goes with it.
    for left in (2, 1, 0):
        desktop.get_by_test_id("catchup-drawer").get_by_role("heading").first.click()
        desktop.keyboard.press("j")
        desktop.keyboard.press("d")
        expect(cards_of(desktop)).to_have_count(left)
    wait_until(lambda: Seat.objects.get(room=square, member=ben).read_seq == Room.objects.get(pk=square.pk).seq)


def test_in_slow_mode_words_wait_in_sight_and_go_out_in_order_by_themselves(window, ada, ben, square):
    elsewhere(limits.edit, ada, square, {"slow": 600})
    phone = open_room(window(ben, PHONE), square)
    for words in ("First", "Second", "Third", "Fourth"):
        say(phone, words)
    hear(phone, "First")
    waiting = phone.get_by_test_id("pending-hold")
    expect(waiting).to_have_count(3)
    expect(waiting.first).to_contain_text(re.compile(r"\b9:\d\d"))
    waiting.nth(1).get_by_test_id("pending-cancel").click()
    expect(waiting).to_have_count(2)
    expect(phone.get_by_test_id("composer-input")).to_have_value("Third")
    elsewhere(limits.edit, ada, square, {"slow": 0})
    hear(phone, "Fourth")
    said = Message.objects.filter(room=square, author=ben).order_by("seq")
    assert list(said.values_list("body", flat=True)) == ["First", "Second", "Fourth"]


def test_a_digest_in_the_inbox_opens_and_says_why(window, ben, square, missed):
    day = now().date().isoformat()
    data: dict[str, object] = {"kind": "daily", "day": day, "items": 3}
    elsewhere(notices.tell, ben, "digest", key=f"digest:daily:{day}", data=data)
    phone = window(ben, PHONE)
    phone.goto("/c/lake/inbox")
    phone.get_by_test_id("notice").tap()
    item = phone.get_by_test_id("digest-item").first
    expect(item).to_be_visible()
    item.get_by_test_id("digest-why").tap()
    expect(phone.get_by_test_id("digest-because")).to_be_visible()
    wait_until(lambda: not ben.notices.filter(read_at=None).exists())
