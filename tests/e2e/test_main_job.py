"""The main job, as two people do it: talk, lose the network, promote, carry on at the board, take it back."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from chat import messages
from chat.models import Message
from community.members import invitations
from community.members.models import Community
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.live import wait_until

TALK = [
    ("tea", "Which tea for the evening?"),
    ("trip", "Who joins the hike on Saturday?"),
    ("cat", "The cat is on the roof again"),
]


@pytest.fixture
def interleaved(ada, ben, square) -> dict[str, list[int]]:
    """Thirty messages of three conversations, one from each in turn; the ids by conversation."""
    ids: dict[str, list[int]] = {name: [] for name, _ in TALK}
    for turn in range(10):
        for number, (name, opening) in enumerate(TALK):
            body = opening if turn == 0 else f"{name} {turn}"
            author = (ada, ben)[(turn + number) % 2]
            ids[name].append(elsewhere(messages.post, author, square, body, client_id=uuid4()).id)
    return ids


def say(page: Page, words: str) -> None:
    page.get_by_test_id("composer-input").fill(words)
    page.get_by_test_id("composer-send").click()


def hear(page: Page, words: str) -> None:
    """The words stand there, and the server has them."""
    expect(page.locator('[data-testid="message"][data-state="sent"]').filter(has_text=words)).to_have_count(1)


def open_room(page: Page, room) -> Page:
    page.goto(f"/c/lake/r/{room.pk}")
    expect(page.get_by_test_id("composer-input")).to_be_visible()
    expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "online")
    return page


def test_two_people_talk_lose_the_network_and_have_the_same_history(window, ada, ben, square):
    desktop, phone = open_room(window(ada, DESKTOP), square), open_room(window(ben, PHONE), square)
    say(desktop, "Hello from the desk")
    hear(phone, "Hello from the desk")
    say(phone, "Hello from the bus")
    hear(desktop, "Hello from the bus")

    phone.context.set_offline(True)
    expect(phone.get_by_test_id("connection-state")).not_to_have_attribute("data-state", "online")
    say(phone, "Written in the tunnel")
    expect(phone.locator('[data-testid="message"][data-state="sent"]').filter(has_text="tunnel")).to_have_count(0)
    for number in range(5):
        say(desktop, f"While the bus was in the tunnel {number}")
        hear(desktop, f"While the bus was in the tunnel {number}")
    phone.context.set_offline(False)

    for page in (desktop, phone):
        expect(
            page.locator('[data-testid="message"][data-state="sent"]').filter(has_text="Written in the tunnel")
        ).to_have_count(1)
        expect(page.get_by_test_id("message")).to_have_count(8)
    assert history(desktop) == history(phone) == stored(square)


def history(page: Page) -> list[tuple[int, str]]:
    rows = page.locator('[data-testid="message"][data-state="sent"]').all()
    return [(int(row.get_attribute("data-seq") or 0), row.locator(".bubble").inner_text().strip()) for row in rows]


def stored(room) -> list[tuple[int, str]]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("seq", "body"))


def hold(page: Page, words: str) -> None:
    """A long press with one thumb."""
    press(page, page.get_by_test_id("message").filter(has_text=words).locator(".bubble"))


def press(page: Page, bubble: Locator) -> None:
    bubble.click(trial=True)  # scrolls to it, and waits until it stands still
    box = bubble.bounding_box()
    finger = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 8, "y": box["y"] + box["height"] / 2}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.get_by_test_id("menu-promote")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


REACHED_WHILE_IT_MOVES = """async (stream) => {
  const { left, top, width, height } = stream.getBoundingClientRect();
  const moved = new Promise((done) => stream.addEventListener("scroll", done, { once: true }));
  stream.scrollTop -= 300;
  await moved;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const under = (y) => document.elementFromPoint(left + width / 2, top + y)?.closest("[data-testid=message]");
  return [0.25, 0.5, 0.75].filter((part) => under(part * height)).length;
}"""


def test_a_tap_reaches_a_message_while_the_stream_moves(window, ada, square, interleaved):
    page = open_room(window(ada, PHONE), square)
    expect(page.get_by_test_id("message").filter(has_text="cat 9")).to_be_in_viewport()
    assert page.get_by_test_id("timeline").evaluate(REACHED_WHILE_IT_MOVES) == 3


TURNED_UP_WHILE_ROWS_GROW = """async (stream) => {
  const frame = () => new Promise(requestAnimationFrame);
  const rows = stream.querySelectorAll("[data-testid=message]");
  const grow = async (row) => ((row.style.paddingBlockEnd = "40px"), await frame(), await frame());
  const left = () => stream.scrollHeight - stream.scrollTop - stream.clientHeight;
  await grow(rows[rows.length - 1]);
  for (let frames = 0; left() >= 2 && frames < 120; frames++) await frame();
  const held = left();
  stream.scrollTop -= 400;
  await frame();
  await grow(rows[rows.length - 2]);
  await grow(rows[rows.length - 3]);
  return [held, left()];
}"""


def test_the_stream_stays_at_its_end_while_rows_grow_until_the_reader_turns_up(window, ada, square, interleaved):
    page = open_room(window(ada, PHONE), square)
    expect(page.get_by_test_id("message").filter(has_text="cat 9")).to_be_in_viewport()
    at_end, away = page.get_by_test_id("timeline").evaluate(TURNED_UP_WHILE_ROWS_GROW)
    assert at_end < 2
    assert away > 300


IN_A_HURRY = """() => {
  document.querySelector("#app").__vue_app__.config.globalProperties.$pinia._s.get("rooms").hurried = true;
}"""


def test_where_more_is_said_than_can_be_drawn_the_end_is_shown_and_the_way_to_it_to_who_turns_up(
    window, ada, ben, square, interleaved
):
    page = open_room(window(ada, PHONE), square)
    rows = page.get_by_test_id("message")
    expect(rows.filter(has_text="cat 9")).to_be_in_viewport()
    expect(rows.filter(has_text="tea 2")).to_have_count(1)
    page.evaluate(IN_A_HURRY)
    expect(rows.filter(has_text="tea 2")).to_have_count(0)
    elsewhere(messages.post, ben, square, "And still it goes on", client_id=uuid4())
    expect(rows.filter(has_text="And still it goes on")).to_be_in_viewport()

    # Who turns up finds what was said before, and what they look at stays where they pushed it.
    seen = rows.filter(has_text="cat 7")
    before = seen.bounding_box()
    page.get_by_test_id("timeline").evaluate("(stream) => void (stream.scrollTop -= 200)")
    expect(rows.filter(has_text="tea 2")).to_have_count(1)
    after = seen.bounding_box()
    assert before
    assert after
    assert after["y"] - before["y"] == pytest.approx(200, abs=3)


def test_rows_that_are_being_chosen_stay_under_the_finger(window, ada, ben, square, interleaved):
    phone = open_room(window(ben, PHONE), square)
    hold(phone, "tea 8")
    phone.get_by_test_id("menu-promote").tap()
    row = phone.get_by_test_id("message").filter(has_text="tea 9")
    expect(phone.get_by_test_id("selection-bar")).to_contain_text("1")
    row.click(trial=True)  # waits until it stands still: the bar has taken the field's place
    before = row.bounding_box()["y"]
    for turn in range(12):
        elsewhere(messages.post, ada, square, f"and more {turn}", client_id=uuid4())
    hear(phone, "and more 11")
    assert row.bounding_box()["y"] == pytest.approx(before, abs=1)
    row.tap()
    expect(phone.get_by_test_id("selection-bar")).to_contain_text("2")
    phone.get_by_test_id("select-cancel").tap()
    expect(phone.get_by_test_id("jump-latest")).to_be_visible()


def test_a_conversation_is_promoted_answered_on_the_board_and_taken_back(window, ada, ben, square, interleaved):
    before = {row.pk: (row.seq, row.body) for row in Message.objects.filter(room=square)}
    desktop, phone = open_room(window(ada, DESKTOP), square), open_room(window(ben, PHONE), square)
    chosen = interleaved["tea"][-5:]

    # On the phone: hold the first, tap the others.
    hold(phone, "tea 5")
    phone.get_by_test_id("menu-promote").tap()
    for turn in (6, 7, 8, 9):
        phone.get_by_test_id("message").filter(has_text=f"tea {turn}").tap()
    expect(phone.get_by_test_id("selection-bar")).to_contain_text("5")
    phone.get_by_test_id("promote-open").tap()
    phone.get_by_test_id("promote-title").fill("Tea for the evening")
    phone.get_by_test_id("promote-confirm").tap()

    # Both streams fold the five into one card; the other conversations stay.
    for page in (desktop, phone):
        expect(page.get_by_test_id("fold-card")).to_have_count(1)
        expect(page.get_by_test_id("fold-card")).to_contain_text("Tea for the evening")
        expect(page.get_by_test_id("message").filter(has_text="tea 6")).to_have_count(0)
        expect(page.get_by_test_id("message").filter(has_text="cat 9")).to_have_count(1)
    assert set(Message.objects.exclude(fold=None).values_list("pk", flat=True)) == set(chosen)

    # At the desk: the thread opens beside the room, with authors and order; a reply counts up on both cards.
    desktop.get_by_test_id("fold-card").get_by_role("link").click()
    posts = desktop.get_by_test_id("thread-pane").get_by_test_id("post")
    expect(posts).to_have_count(5)
    for place, turn in enumerate((5, 6, 7, 8, 9)):
        expect(posts.nth(place)).to_contain_text(f"tea {turn}")
        expect(posts.nth(place)).to_contain_text(("Ada", "Ben")[turn % 2])
    expect(desktop.get_by_test_id("composer-input")).to_be_visible()
    desktop.get_by_test_id("thread-reply-input").fill("Rooibos, nothing else.")
    desktop.get_by_test_id("thread-reply-send").click()
    for page in (desktop, phone):
        expect(page.get_by_test_id("fold-replies")).to_have_text("1")
        expect(page.get_by_test_id("fold-card")).to_contain_text("Ada")

    # An old link to a promoted message leads to its place in the thread.
    phone.goto(f"/c/lake/r/{square.pk}/m/{chosen[2]}")
    expect(phone.get_by_test_id("post").filter(has_text="tea 7")).to_be_visible()

    # Undone: the stream is as it was, in both windows.
    desktop.get_by_test_id("promote-undo").click()
    open_room(phone, square)
    for page in (desktop, phone):
        expect(page.get_by_test_id("fold-card")).to_have_count(0)
        expect(page.get_by_test_id("message").filter(has_text="tea 7")).to_have_count(1)
    assert {row.pk: (row.seq, row.body) for row in Message.objects.filter(room=square, fold=None)} == before


def test_a_mention_reaches_the_inbox_and_leaves_it_when_it_is_read(window, ada, ben, square):
    phone = window(ben, PHONE)
    phone.goto("/c/lake/inbox")
    elsewhere(messages.post, ada, square, "Are you coming, @Ben?", client_id=uuid4())
    expect(phone.get_by_test_id("notice")).to_contain_text("Are you coming")
    phone.get_by_test_id("notice").first.click()
    hear(phone, "Are you coming")
    wait_until(lambda: not ben.notices.filter(read_at=None).exists())


def test_a_newcomer_signs_up_by_invitation_and_says_hello(window, ada, square):
    Community.objects.filter(pk=ada.community_id).update(door="invitation")
    code = invitations.create(ada, days=1, uses=1).code
    phone = window(None, PHONE)
    phone.goto(f"/join/{code}")
    expect(phone.get_by_role("heading", name="Lake")).to_be_visible()
    phone.get_by_test_id("door-sign-up").click()
    phone.get_by_test_id("sign-up-username").fill("nina")
    phone.get_by_test_id("sign-up-password").fill("a heron by the lake")
    phone.get_by_test_id("sign-up-submit").click()
    phone.get_by_test_id("door-join").click()
    phone.get_by_test_id("welcome-leave").click()
    phone.get_by_test_id("room-link").filter(has_text="Square").click()
    say(phone, "Hello, I am new")
    hear(phone, "Hello, I am new")
    assert Message.objects.get(body="Hello, I am new").author.invited_by == ada


def test_a_passer_by_joins_through_the_open_door_and_finds_the_rooms(window, square, cleo):
    Community.objects.update(rules="1. Be kind.")
    phone = window(cleo, PHONE)
    phone.goto("/c/lake")
    phone.get_by_test_id("door-accept").check()
    phone.get_by_test_id("door-join").click()
    phone.get_by_test_id("welcome-leave").click()
    phone.get_by_test_id("room-link").filter(has_text="Square").click()
    say(phone, "Hello from the open door")
    hear(phone, "Hello from the open door")


def test_the_first_run_page_makes_the_owner_and_the_community(window):
    page = window(None, DESKTOP)
    page.goto("/")
    page.get_by_test_id("setup-username").fill("founder")
    page.get_by_test_id("setup-password").fill("a heron by the lake")
    page.get_by_test_id("setup-continue").click()
    page.get_by_test_id("setup-name").fill("River Club")
    page.get_by_test_id("setup-purpose").fill("Walks along the river.")
    page.get_by_test_id("setup-submit").click()
    expect(page.get_by_test_id("room-link").first).to_be_visible()
