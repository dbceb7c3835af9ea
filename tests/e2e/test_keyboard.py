"""Chat, promote and read without ever touching a mouse."""

from playwright.sync_api import Page, expect

from chat.models import Message
from tests.board.acts import start
from tests.chat.catchup import talks
from tests.e2e.conftest import DESKTOP, comes_true, elsewhere
from tests.e2e.test_main_job import hear, open_room
from tests.live import wait_until

FOCUSED = "() => document.activeElement.closest('[data-seq]')?.innerText ?? ''"


def focused(page: Page) -> str:
    """The words of the message or card that has the focus."""
    return page.evaluate(FOCUSED)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def walk_to(page: Page, words: str) -> None:
    """K until the message has the focus; what comes into sight on the way takes its time."""
    for _ in range(20):
        before = focused(page)
        if words in before:
            return
        press(page, "k")
        comes_true(page, f"(before) => ({FOCUSED})() !== before", before)
    raise AssertionError(f"{words} was not reached.")


def test_chat_promote_and_read_by_keyboard_alone(window, ada, ben, mo, square):
    elsewhere(talks.talk, square, *[((ada, ben)[turn % 2], f"boat {turn}") for turn in range(4)])
    elsewhere(talks.talk, square, *[((ben, mo)[turn % 2], f"bread {turn}") for turn in range(4)])
    page = open_room(window(ada, DESKTOP), square)

    # Write, and come back to the stream.
    press(page, "w")
    page.keyboard.type("No letter here is a shortcut: jkprne?")
    press(page, "Enter")
    hear(page, "jkprne?")
    press(page, "Escape")

    # Walk up to a message of the boat, answer it, and carry its conversation over.
    walk_to(page, "boat 3")
    press(page, "r")
    page.keyboard.type("boat 4")
    press(page, "Enter")
    hear(page, "boat 4")
    wait_until(lambda: Message.objects.get(body="boat 4").reply_to_id is not None)
    press(page, "Escape")
    # The message that was answered has the focus again, one frame later: K before that would go on from it.
    comes_true(page, f"({FOCUSED})().includes('boat 3')")
    press(page, "p")
    expect(page.get_by_test_id("promote-title")).to_be_focused()
    press(page, "Control+a")
    page.keyboard.type("The boat")
    press(page, "Enter")
    expect(page.get_by_test_id("fold-card")).to_have_count(1)
    # The form gives the focus back when it has gone: K before that is the form's.
    expect(page.get_by_test_id("promote-title")).to_have_count(0)
    comes_true(page, "() => !document.activeElement.closest('[role=dialog]')")

    # The card stands where the talk was; Enter opens the thread, J and K go through it, Escape leads back.
    walk_to(page, "The boat")
    press(page, "Enter")
    posts = page.get_by_test_id("thread-pane").get_by_test_id("post")
    expect(posts.first).to_be_visible()
    posts.first.focus()
    press(page, "j")
    expect(posts.nth(1)).to_be_focused()
    press(page, "Escape", "Escape")
    expect(page.get_by_test_id("thread-pane")).to_have_count(0)

    # The focus is where it was; from there a message is chosen, and let go.
    expect(page.get_by_test_id("fold-card")).to_be_focused()
    press(page, "j")
    expect(page.get_by_test_id("message").filter(has_text="bread 0")).to_be_focused()
    press(page, "x")
    expect(page.get_by_test_id("selection-bar")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_test_id("composer-input")).to_be_visible()


def ask(page: Page, words: str) -> None:
    press(page, "Control+k")
    expect(page.get_by_test_id("palette-input")).to_be_focused()
    page.keyboard.type(words)


def test_the_palette_leads_to_a_person_and_to_a_thread(window, ada, ben, square, den):
    elsewhere(start, ben, "Winter by the lake", "Who stays?")
    page = open_room(window(ada, DESKTOP), square)
    ask(page, "wint")
    expect(page.get_by_test_id("palette-option").first).to_contain_text("Winter by the lake")
    press(page, "Enter")
    expect(page.get_by_test_id("post")).to_contain_text("Who stays?")
    ask(page, "Ben")
    expect(page.get_by_test_id("palette-option").first).to_contain_text("Ben")
    press(page, "Enter")
    expect(page.get_by_test_id("room-info")).to_have_text("Ben")
    press(page, "g", "b")
    expect(page.get_by_test_id("thread-row")).to_have_count(1)
    press(page, "?")
    expect(page.get_by_test_id("shortcut-help")).to_be_visible()


def test_shift_takes_all_up_to_here_and_ctrl_one_more(window, ada, ben, square):
    elsewhere(talks.talk, square, *[((ada, ben)[turn % 2], f"boat {turn}") for turn in range(8)])
    page = open_room(window(ada, DESKTOP), square)
    row = lambda turn: page.get_by_test_id("message").filter(has_text=f"boat {turn}")  # noqa: E731
    row(1).locator(".bubble").click(modifiers=["Control"])
    expect(page.get_by_role("checkbox")).to_have_count(8)
    row(4).click(modifiers=["Shift"])
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(4)
    row(6).click(modifiers=["Control"])
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(5)
