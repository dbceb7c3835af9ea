"""Rules, as members meet them: asked, accepted, and kept by in the open."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat import messages
from chat.models import Room
from community.clock import now
from community.members.models import Member
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case
from community.rules import accepting, changing
from community.rules.models import Acceptance, RulesVersion
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_accessibility import CALM, DIALOG, Walk
from tests.e2e.test_main_job import open_room, say
from tests.e2e.test_order import heard
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
RUDE = "You are all fools."


def write_rules(page: Page, text: str, why: str) -> None:
    page.goto("/c/lake/rules")
    page.get_by_test_id("rules-edit").click()
    page.get_by_test_id("rules-text").fill(text)
    page.get_by_test_id("rules-why").fill(why)
    page.get_by_test_id("rules-save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def run_out(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(rules_due="2026-01-01T00:00Z")


def settled() -> None:
    """The worker told everybody, and does not meet the emptying of the database."""
    version = RulesVersion.objects.latest("number")
    wait_until(lambda: version.community.members.filter(notices__key=f"rules:{version.number}").exists())


@SHAPES
def test_ada_changes_a_rule_and_ben_is_asked_accepts_and_posts(window, ada, ben, square, shape):
    elsewhere(changing.change, Moderator(member=ada), ada.community, "1. Be kind.", asks=False)
    elsewhere(accepting.accept, ben, 1)
    bens, adas = open_room(window(ben, shape), square), window(ada, shape)
    write_rules(adas, "1. Be kind.\n2. Links have a sentence.", "Too many bare links.")
    expect(adas.get_by_test_id("articles").first).to_contain_text("Links have a sentence.")

    # Without a reload, the page asks.
    sheet = bens.get_by_test_id("rules-ask")
    expect(sheet.locator('[data-fate="added"]')).to_contain_text("Links have a sentence.")
    expect(sheet.locator('[data-fate="same"]')).to_contain_text("Be kind.")
    expect(sheet).to_contain_text("Too many bare links.")

    # It can be put off for a week, and not for longer.
    bens.get_by_test_id("rules-later").click()
    expect(bens.get_by_test_id("rules-note")).to_have_count(0)
    open_room(bens, square)  # and on that day nobody asks again
    expect(bens.get_by_test_id("rules-later")).to_have_count(0)
    run_out(ben)
    bens.reload()
    bens.get_by_test_id("rules-later").click()
    expect(bens.get_by_test_id("rules-note")).to_be_visible()
    say(bens, "May I?")
    expect(bens.locator('[data-state="failed"]')).to_be_visible()
    bens.get_by_test_id("rules-open").click()
    bens.get_by_test_id("rules-accept").click()
    expect(bens.get_by_test_id("rules-note")).to_have_count(0)
    say(bens, "I may")
    heard(bens, "I may")
    assert Acceptance.objects.filter(member=ben, version__number=2).exists()
    settled()


@SHAPES
def test_the_record_shows_a_hidden_message_with_its_article_and_not_who_reported_it(
    window, ada, ben, mo, community, square, shape
):
    dora = joined(community, "Dora")
    rude = elsewhere(messages.post, ben, square, RUDE, client_id=uuid4())
    elsewhere(cases.report, dora.user, f"message:{rude.id}", "rude", "Look at this.")
    elsewhere(cases.settle, Moderator(member=mo), Case.objects.get(), "hide", rule="2. Be kind.", reason="Dora cried.")
    page = window(ada, shape)
    page.goto("/c/lake/about")
    page.get_by_test_id("about-record").click()
    deed = page.get_by_test_id("deed")
    expect(deed).to_have_attribute("data-act", "hide_message")
    expect(deed).to_contain_text("2. Be kind.")
    expect(deed).to_contain_text("Mo")
    expect(deed).to_contain_text("Square")
    for secret in ("Dora", "Ben", RUDE, "cried"):
        expect(page.get_by_test_id("record")).not_to_contain_text(secret)
    page.get_by_test_id("record-mine").click()
    expect(deed).to_have_count(0)
    bens = window(ben, shape)
    bens.goto("/c/lake/me/decisions")
    bens.get_by_test_id("decisions-record").click()
    expect(bens.get_by_test_id("deed")).to_contain_text("about you")


def test_nothing_of_it_has_a_violation_or_is_too_wide(window, ada, ben, mo, square):
    """The pages by themselves, on either screen, are looked at in test_every_page."""
    elsewhere(
        changing.change, Moderator(member=ada), ada.community, "1. Be kind.\n2. " + "Long" * 60, why="It was time."
    )
    settled()
    walk = Walk(window(ben, PHONE | CALM), "phone")
    walk.page.goto(f"/c/lake/r/{square.pk}")
    walk.see("the sheet", "articles", DIALOG)
    walk.page.get_by_test_id("rules-accept").click()
    expect(walk.page.get_by_role("dialog")).to_have_count(0)
    rude = elsewhere(messages.post, ben, square, RUDE, client_id=uuid4())
    elsewhere(messages.hide, Moderator(member=mo), messages.seen_by(ben.user, rude.id)[0])
    walk.at("/c/lake/record", "deed")
    walk.at("/c/lake/rules", "version")
    assert not walk.found, "\n".join(walk.found)


# --- Roles, titles, hours ---------------------------------------------------------------------------------------------


def test_an_owner_lets_members_open_rooms_and_gives_a_title(window, ada, ben, square):
    page = window(ada, DESKTOP)
    page.goto("/c/lake/roles")
    page.get_by_test_id("role-room.create").select_option("member")
    expect(page.get_by_test_id("roles")).to_contain_text("Usually: Host and above")
    page.goto("/c/lake/members")
    card = page.get_by_test_id("member").filter(has_text="Ben")
    card.locator("[aria-haspopup=menu]").click()
    page.get_by_role("menuitem", name="Give a title").click()
    page.get_by_test_id("member-title").fill("Ferryman")
    page.get_by_test_id("dialog-confirm").click()
    expect(card.get_by_test_id("title")).to_have_text("Ferryman")
    bens = window(ben, PHONE)
    bens.goto("/c/lake/roles")
    expect(bens.get_by_test_id("roles")).to_contain_text("Member and above")
    bens.goto("/c/lake/record")
    expect(bens.locator('[data-act="adjust_role"]')).to_be_visible()
    expect(bens.locator('[data-act="give_title"]')).to_contain_text("about you")


@SHAPES
def test_a_room_says_when_it_opens_before_anybody_is_refused(window, ada, ben, square, shape):
    before = (now() - timedelta(days=2)).isoweekday()
    an_hour = {"days": [before], "first": "09:00", "last": "10:00", "kind": "free"}
    Room.objects.filter(pk=square.pk).update(terms={"windows": [an_hour], "outside": "closed"})
    bens, adas = open_room(window(ben, shape), square), open_room(window(ada, shape), square)
    expect(bens.get_by_test_id("hours")).to_contain_text("Opens")
    bens.get_by_test_id("composer-input").fill("Not yet")
    expect(bens.get_by_test_id("composer-send")).to_be_disabled()
    expect(adas.get_by_test_id("hours")).to_contain_text("Hosts can write")
    say(adas, "I am a host")
    heard(adas, "I am a host")
    all_day = {"days": [1, 2, 3, 4, 5, 6, 7], "first": "00:00", "last": "00:00", "kind": "free"}
    Room.objects.filter(pk=square.pk).update(terms={"windows": [all_day], "outside": "closed"})
    bens.reload()
    expect(bens.get_by_test_id("hours")).to_contain_text("Free talk until")
    expect(bens.get_by_test_id("composer-send")).to_be_enabled()


@SHAPES
def test_who_begins_a_thread_is_told_before_writing_that_the_rules_wait(window, ada, ben, shape):
    elsewhere(changing.change, Moderator(member=ada), ada.community, "1. Be kind.", asks=True)
    run_out(ben)
    page = window(ben, shape)
    page.goto("/c/lake/t")
    page.get_by_test_id("rules-later").click()
    page.get_by_test_id("thread-new").click()
    expect(page.get_by_test_id("rules-note")).to_be_visible()
    page.get_by_test_id("rules-open").click()
    page.get_by_test_id("rules-accept").click()
    expect(page.get_by_test_id("rules-note")).to_have_count(0)
