"""The heart, on a phone: a flood is seen, a conversation leaves it in three taps, and who was away catches up."""

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chat.conversations.models import Link
from chat.importing import replay
from chat.models import Message, Room, Seat
from chat.overload import limits
from tests.conftest import joined
from tests.e2e import flood
from tests.e2e.conftest import PHONE, elsewhere
from tests.e2e.test_main_job import open_room, press
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
