"""Order, as members meet it: reporting, being told what was decided, answering back, and the door of the suspended."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat import messages
from chat.conversations import reading
from community.clock import now
from community.members.models import Ban, Community, Member, Mute
from community.moderation import appeals, cases, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Case, Report, Sanction
from community.moderation.sanctions import Penalty
from tests.board import acts
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_accessibility import CALM, DIALOG, Walk
from tests.e2e.test_main_job import hear, open_room, press, say
from tests.live import wait_until

# Somebody goes to another tab, and comes back.
LOOKED_AWAY = """() => ["hidden", "visible"].forEach((state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
})"""
RUDE = "You are all fools."
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


@pytest.fixture
def rude(ben, square):
    return elsewhere(messages.post, ben, square, RUDE, client_id=uuid4())


def until():
    return now() + timedelta(days=1)


def impose(mo: Member, ben: Member, penalty: Penalty, **told: str) -> Sanction:
    return elsewhere(sanctions.impose, Moderator(member=mo), ben, penalty, **told)


def open_menu(page: Page, words: str, *, touch: bool) -> None:
    row = page.get_by_test_id("message").filter(has_text=words)
    if touch:
        press(page, row.locator(".bubble"))
    else:
        row.hover()
        row.get_by_test_id("message-menu").click()


def choose(page: Page, why: str) -> None:
    page.locator("label").filter(has=page.get_by_test_id(f"report-{why}")).click()


def report(page: Page, why: str, note: str = "") -> None:
    page.get_by_test_id("menu-report").click()
    choose(page, why)
    page.get_by_test_id("report-note").fill(note)
    page.get_by_test_id("report-send").click()
    expect(page.get_by_test_id("report-thanks")).to_be_visible()


@SHAPES
def test_a_member_reports_a_message_in_two_taps_and_can_hear_less_of_the_room(window, dora, square, rude, shape):
    page = open_room(window(dora, shape), square)
    open_menu(page, RUDE, touch=shape is PHONE)
    report(page, "rude", "Look at this.")
    made = Report.objects.get()
    assert (made.case.object, made.why, made.note) == (f"message:{rude.id}", "rude", "Look at this.")
    page.get_by_test_id("report-mute").click()
    expect(page.get_by_test_id("report-mute")).to_have_count(0)
    assert dora.seats.get(room=square).level == "nothing"
    page.get_by_test_id("report-done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_report_is_made_by_keyboard_alone_and_gives_the_focus_back(window, dora, square, rude):
    page = open_room(window(dora, DESKTOP), square)
    row = page.get_by_test_id("message").filter(has_text=RUDE)
    row.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("menu-report").press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.get_by_test_id("report-danger").press("Space")
    page.keyboard.press("ArrowDown")
    page.get_by_test_id("report-send").press("Enter")
    expect(page.get_by_test_id("report-thanks").locator("p").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    assert Report.objects.get().why == "rude"


def test_nobody_is_offered_to_report_their_own_words(window, ben, square, rude):
    page = open_room(window(ben, DESKTOP), square)
    open_menu(page, RUDE, touch=False)
    expect(page.get_by_test_id("menu-copy")).to_be_visible()
    expect(page.get_by_test_id("menu-report")).to_have_count(0)


def test_what_moderators_let_stand_a_moment_ago_is_said_in_the_sheet(window, dora, mo, square, rude):
    elsewhere(cases.report, dora.user, f"message:{rude.id}", "rude")
    elsewhere(cases.settle, Moderator(member=mo), Case.objects.get(), "keep")
    page = open_room(window(dora, PHONE), square)
    open_menu(page, RUDE, touch=True)
    page.get_by_test_id("menu-report").click()
    choose(page, "rude")
    page.get_by_test_id("report-send").click()
    expect(page.get_by_role("alert")).to_contain_text("let it stand")


def test_posts_and_threads_are_reported_from_their_menus(window, ada, dora, ben):
    thread = elsewhere(acts.start, ben, "Fools", "All of you.")
    page = window(dora, DESKTOP)
    page.goto(f"/c/lake/t/{thread.pk}")
    page.get_by_test_id("thread-menu").click()
    report(page, "off_topic")
    page.get_by_test_id("report-done").click()
    page.get_by_test_id("post").first.locator("[aria-haspopup=menu]").click()
    report(page, "spam")
    assert {made.case.object.split(":")[0] for made in Report.objects.all()} == {"thread", "post"}


@SHAPES
def test_who_was_rude_is_told_appeals_and_writes_again_without_a_reload(
    window, ada, ben, dora, mo, square, rude, shape
):
    elsewhere(cases.report, dora.user, f"message:{rude.id}", "rude")
    bens, doras = open_room(window(ben, shape), square), window(dora, shape)
    penalty = Penalty("silence", until())
    elsewhere(
        cases.settle, Moderator(member=mo), Case.objects.get(), "hide", rule="2. Be kind.", reason="Calm down.",
        penalty=penalty,
    )  # fmt: skip

    # The field says so before anything is sent, and keeps the words.
    expect(bens.get_by_test_id("hush")).to_contain_text("You cannot post until")
    bens.get_by_test_id("composer-input").fill("But I was right")
    expect(bens.get_by_test_id("composer-send")).to_be_disabled()
    doras.goto("/c/lake/inbox")
    expect(doras.locator('[data-kind="report_settled"]')).to_contain_text("out of sight")

    bens.get_by_test_id("hush-why").click()
    decision = bens.get_by_test_id("decision")
    expect(decision).to_have_attribute("data-state", "holds")
    expect(decision).to_contain_text("2. Be kind.")
    appeal(bens, "I was joking.")
    sent = Appeal.objects.get()
    assert sent.words == "I was joking."

    elsewhere(appeals.answer, Moderator(member=ada), sent, "lifted", "You were.")
    expect(bens.get_by_test_id("appeal-state")).to_have_attribute("data-answer", "lifted")
    expect(bens.get_by_test_id("appeal-state")).to_contain_text("You were.")
    expect(decision).to_have_attribute("data-state", "lifted")

    bens.evaluate("history.go(-1)")
    expect(bens.get_by_test_id("composer-input")).to_have_value("But I was right")
    expect(bens.get_by_test_id("hush")).to_have_count(0)
    bens.get_by_test_id("composer-send").click()
    heard(bens, "But I was right")


def heard(page: Page, words: str) -> None:
    """The words stand there, and the worker has done with them: it must not meet the emptying of the database."""
    hear(page, words)
    wait_until(lambda: not reading.lagging())


def appeal(page: Page, words: str) -> None:
    """Written, kept over a reload, and sent."""
    page.get_by_test_id("appeal-words").fill(words)
    page.reload()
    expect(page.get_by_test_id("appeal-words")).to_have_value(words)
    page.get_by_test_id("appeal-send").click()
    expect(page.get_by_test_id("appeal-state")).to_have_attribute("data-answer", "waiting")
    expect(page.get_by_test_id("appeal-state")).to_be_focused()


def test_a_notice_says_what_was_decided_and_leads_there(window, ben, mo, square):
    impose(mo, ben, Penalty("mute", until(), f"room:{square.pk}"), rule="2. Be kind.", reason="Calm down.")
    page = window(ben, PHONE)
    page.goto("/c/lake/inbox")
    notice = page.locator('[data-kind="sanctioned"]')
    expect(notice).to_contain_text("You cannot post in “Square” until")
    expect(notice).to_contain_text("2. Be kind.")
    expect(notice).to_contain_text("Calm down.")
    notice.get_by_role("link").click()
    expect(page.get_by_test_id("decision")).to_be_focused()


def test_refused_words_go_back_to_the_field_and_the_refusal_is_remembered(window, ben, square):
    page = open_room(window(ben, DESKTOP), square)
    # The news of it was lost: the page hears of the mute by the answer to a post.
    Mute.objects.create(member=ben, place=f"room:{square.pk}", until=until(), reason="Calm down.")
    say(page, "Am I heard?")
    for _ in range(2):
        expect(page.get_by_test_id("hush")).to_contain_text("in this room")
        expect(page.get_by_test_id("composer-input")).to_have_value("Am I heard?")
        expect(page.locator('[data-state="failed"]')).to_have_count(0)
        page.reload()


# --- The door ---------------------------------------------------------------------------------------------------------


@SHAPES
@pytest.mark.parametrize("door", Community.Door.values)
def test_who_is_suspended_while_the_page_is_open_lands_at_the_door(window, ben, mo, square, shape, door):
    Community.objects.update(door=door)
    page = open_room(window(ben, shape), square)
    impose(mo, ben, Penalty("ban", until()), rule="1. No spam.", reason="Spam.")
    suspended = page.get_by_test_id("suspended")
    expect(suspended.get_by_role("heading", level=1)).to_be_focused()
    expect(suspended).to_contain_text("1. No spam.")
    appeal(page, "It was one link.")
    assert Appeal.objects.get().words == "It was one link."


def test_who_comes_back_after_a_suspension_hears_the_room_again(window, ada, ben, mo, square):
    page = open_room(window(ben, DESKTOP), square)
    made = impose(mo, ben, Penalty("ban"), reason="Spam.")
    expect(page.get_by_test_id("suspended")).to_contain_text("no end date")
    elsewhere(sanctions.lift, Moderator(member=mo), made)
    assert not Ban.objects.get().holds()
    page.evaluate(LOOKED_AWAY)
    page.get_by_test_id("door-join").click()
    expect(page.get_by_test_id("composer-input").or_(page.get_by_test_id("room-join"))).to_be_visible()
    elsewhere(messages.post, ada, square, "Welcome back", client_id=uuid4())
    heard(page, "Welcome back")


# --- For everybody ----------------------------------------------------------------------------------------------------


def test_nothing_of_it_has_a_violation_or_is_too_wide(window, ben, dora, mo, square, rude):
    """The pages by themselves, on either screen, are looked at in test_every_page."""
    impose(mo, ben, Penalty("mute", until(), f"room:{square.pk}"), rule="2. Be kind.", reason="Calm down.")
    reporter = Walk(open_room(window(dora, PHONE | CALM, locale="zh-CN"), square), "phone")
    open_menu(reporter.page, RUDE, touch=True)
    reporter.part("report", DIALOG, reporter.page.get_by_test_id("menu-report").click)
    choose(reporter.page, "danger")
    reporter.page.get_by_test_id("report-send").click()
    reporter.see("thanks", "report-thanks", DIALOG)

    walk = Walk(window(ben, PHONE | CALM), "phone")
    walk.at("/c/lake/inbox", "notice")
    walk.at("/c/lake/me/decisions", "appeal-words")
    walk.at(f"/c/lake/r/{square.pk}", "hush")
    elsewhere(appeals.appeal, ben.user, Sanction.objects.get().pk, "I was joking.")
    walk.at("/c/lake/me/decisions", "appeal-state")
    impose(mo, ben, Penalty("ban", until()), rule="1. No spam.", reason="Spam.")
    walk.see("the door", "appeal-words")
    found = reporter.found + walk.found
    assert not found, "\n".join(found)
