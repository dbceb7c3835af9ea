"""What moderators do to others in the app: by which article and why, from a member's page, and how it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat import messages
from community.clock import now
from community.governance import charters
from community.governance.models import Charter, Proposal
from community.members.models import Community, Member
from community.moderation import audit_details, cases, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case, Sanction
from community.moderation.sanctions import Penalty
from tests.board import acts
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import open_room
from tests.e2e.test_order import open_menu
from tests.live import wait_until

RULES = "1. Talk.\n2. Be kind."
RUDE = "You are all fools."
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def ruled(community) -> None:
    Community.objects.update(rules=RULES)


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


def cite(page: Page, article: str, reason: str) -> None:
    page.get_by_test_id("citing-article").select_option(label=article)
    page.get_by_test_id("citing-reason").fill(reason)


def menu_of(page: Page, member: Member) -> None:
    page.goto("/c/lake/members")
    page.locator(f"[data-testid='member'][data-id='{member.pk}'] [aria-haspopup='menu']").click()


@SHAPES
def test_a_message_is_hidden_by_an_article_that_its_author_reads(window, mo, ben, square, ruled, shape):
    elsewhere(messages.post, ben, square, RUDE, client_id=uuid4())
    page = open_room(window(mo, shape), square)
    open_menu(page, RUDE, touch=shape is PHONE)
    page.get_by_test_id("menu-hide").click()
    expect(page.get_by_test_id("dialog-confirm")).to_be_disabled()
    cite(page, "2. Be kind.", "Names.")
    page.get_by_test_id("dialog-confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("message").filter(has_text=RUDE)).to_have_count(0)
    assert AuditEntry.objects.get(act="hide").data["rule"] == "2. Be kind."
    theirs = window(ben, shape)
    theirs.goto("/c/lake/inbox")
    notice = theirs.locator("[data-testid='notice'][data-kind='words_hidden']")
    expect(notice).to_contain_text("2. Be kind.")
    expect(notice).to_contain_text("Names.")


def test_a_reply_and_a_thread_of_others_are_hidden_for_a_reason(window, mo, ben, dora, ruled):
    thread = elsewhere(acts.start, ben, "Fools", RUDE)
    elsewhere(acts.reply, dora, thread, "Fools again.")
    page = window(mo, DESKTOP)
    page.goto(f"/c/lake/t/{thread.pk}")
    page.get_by_test_id("post").filter(has_text="Fools again.").get_by_test_id("post-menu").click()
    page.get_by_test_id("post-hide").click()
    page.get_by_test_id("citing-reason").fill("Names.")
    page.get_by_test_id("dialog-confirm").click()
    expect(page.get_by_test_id("post").filter(has_text="hidden by a moderator")).to_be_visible()
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-remove").click()
    cite(page, "2. Be kind.", "")
    page.get_by_test_id("dialog-confirm").click()
    wait_until(AuditEntry.objects.filter(act="remove").exists)
    assert audit_details.reason(AuditEntry.objects.get(act="hide")) == "Names."
    assert AuditEntry.objects.get(act="remove").data["rule"] == "2. Be kind."


def test_a_member_takes_a_thread_of_theirs_back_without_being_asked_why(window, ben, ruled):
    thread = elsewhere(acts.start, ben, "A mistake", "Never mind.")
    page = window(ben, DESKTOP)
    page.goto(f"/c/lake/t/{thread.pk}")
    page.get_by_test_id("thread-menu").click()
    page.get_by_test_id("thread-remove").click()
    expect(page.get_by_test_id("citing-reason")).to_have_count(0)
    page.get_by_test_id("dialog-confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@SHAPES
def test_each_grade_follows_from_a_members_page_and_is_lifted_there(window, mo, ben, square, ruled, shape):
    page = window(mo, shape)
    menu_of(page, ben)
    page.get_by_test_id("menu-sanction").click()
    for count, grade in enumerate(("notice", "mute", "silence"), 1):
        page.locator("label").filter(has=page.get_by_test_id(f"sanction-{grade}")).click()
        if grade == "mute":
            page.get_by_test_id("sanction-room").select_option(label=square.name)
        cite(page, "2. Be kind.", "Names.")
        page.get_by_test_id("sanction-impose").click()
        expect(page.get_by_test_id("sanction-row")).to_have_count(count)
    assert sorted(Sanction.objects.values_list("grade", "rule", "place")) == [
        ("mute", "2. Be kind.", f"room:{square.pk}"), ("notice", "2. Be kind.", ""), ("silence", "2. Be kind.", ""),
    ]  # fmt: skip
    for left in (1, 0):
        page.get_by_test_id("sanction-lift").first.click()
        expect(page.get_by_test_id("sanction-lift")).to_have_count(left)
    assert not sanctions.in_force(ben, "silence")


def test_whoever_is_suspended_is_found_among_what_is_in_force_and_let_back(window, mo, ben, ruled):
    page = window(mo, DESKTOP)
    menu_of(page, ben)
    page.get_by_test_id("menu-sanction").click()
    page.locator("label").filter(has=page.get_by_test_id("sanction-ban")).click()
    page.get_by_test_id("sanction-length").select_option(label="For good")
    page.get_by_test_id("citing-reason").fill("Names.")
    page.get_by_test_id("sanction-impose").click()
    expect(page.get_by_test_id("sanction-row")).to_have_count(1)
    assert Sanction.objects.get().until is None
    page.goto("/c/lake/members")
    page.get_by_test_id("in-force-open").click()
    row = page.get_by_test_id("in-force-row")
    expect(row).to_contain_text("Ben")
    row.get_by_test_id("sanction-lift").click()
    expect(row).to_have_count(0)
    assert Sanction.objects.get().lifted_at


@SHAPES
def test_a_person_is_reported_from_the_list_of_members(window, ben, dora, shape):
    Member.objects.filter(pk=ben.pk).update(bio=RUDE)
    page = window(dora, shape)
    menu_of(page, ben)
    page.get_by_test_id("menu-report").click()
    page.locator("label").filter(has=page.get_by_test_id("report-rude")).click()
    page.get_by_test_id("report-send").click()
    expect(page.get_by_test_id("report-thanks")).to_be_visible()
    expect(page.get_by_test_id("report-mute")).to_have_count(0)
    case = Case.objects.get()
    assert (case.object, case.words) == (f"member:{ben.pk}", f"Ben\n{RUDE}")


@SHAPES
def test_what_is_in_force_is_put_to_the_vote(window, mo, ben, square, ruled, shape):
    charters.of(ben.community_id)
    Charter.objects.update(phase=Charter.Phase.MIXED, roll_days=0)
    mute = Penalty("mute", now() + timedelta(days=9), f"room:{square.pk}")
    elsewhere(sanctions.impose, Moderator(member=mo), ben, mute, rule="2. Be kind.")
    page = window(mo, shape)
    page.goto("/c/lake/proposals")
    page.get_by_test_id("motion-new").click()
    page.get_by_test_id("motion-kind").select_option("lift")
    page.get_by_test_id("lift-chosen").select_option(index=1)
    page.get_by_test_id("motion-title").fill("Let Ben speak")
    page.get_by_test_id("motion-words").fill("He has thought about it.")
    page.get_by_test_id("motion-send").click()
    expect(page.get_by_test_id("motion-change")).to_contain_text(square.name)
    assert Proposal.objects.get().data == {"member": ben.pk, "grade": "mute", "place": f"room:{square.pk}"}


@SHAPES
def test_where_the_record_names_nobody_a_line_of_it_is_put_to_the_vote(window, mo, ben, dora, ruled, shape):
    charters.of(ben.community_id)
    Charter.objects.update(phase=Charter.Phase.MIXED, roll_days=0)
    elsewhere(
        sanctions.impose, Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=5)), rule="2. Be kind."
    )
    page = window(dora, shape)
    page.goto("/c/lake/proposals")
    page.get_by_test_id("motion-new").click()
    page.get_by_test_id("motion-kind").select_option("lift")
    page.get_by_test_id("lift-line").select_option(index=1)
    expect(page.get_by_test_id("lift-grade")).to_have_count(0)
    page.get_by_test_id("motion-title").fill("Let them come back")
    page.get_by_test_id("motion-words").fill("We were too hard.")
    page.get_by_test_id("motion-send").click()
    expect(page.get_by_test_id("motion-change")).to_contain_text("suspension")
    expect(page.locator("main")).not_to_contain_text("Ben")
    assert Proposal.objects.get().data["entry"] == AuditEntry.objects.get(act="ban").pk


@SHAPES
def test_whose_name_was_taken_away_is_led_to_where_they_choose_another_one(window, mo, ben, dora, shape):
    def clear() -> None:
        case = cases.report(dora.user, f"member:{ben.pk}", "rude").case
        cases.settle(Moderator(member=mo), case, "hide", reason="An insult.", part="name")

    elsewhere(clear)
    page = window(ben, shape)
    page.goto("/c/lake/inbox")
    notice = page.locator("[data-testid='notice'][data-kind='words_hidden']")
    expect(notice).to_contain_text("An insult.")
    notice.click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value(f"Member {ben.pk}")
    name.fill("Ben")
    save = page.locator("form").filter(has=name).get_by_role("button", name="Save")
    save.click()
    expect(page.locator("form").filter(has=name)).to_contain_text("took this name away")
    name.fill("Benjamin")
    save.click()
    wait_until(lambda: elsewhere(lambda: Member.objects.get(pk=ben.pk).name) == "Benjamin")
