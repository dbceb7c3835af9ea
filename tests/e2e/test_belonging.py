"""Belonging, as members meet it: hosts find people and tell them something; the dormant go, and tribes split off."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from community import clock
from community.belonging import announcements, fields, keeping, visits
from community.belonging.models import Announcement, Departure, Pace, Segment
from community.members.models import Community, Member
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_accessibility import Walk
from tests.live import wait_until

SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


def people_page(page: Page) -> Page:
    page.goto("/c/lake/people")
    expect(page.get_by_test_id("find")).to_be_visible()
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


@pytest.fixture
def eve(community) -> Member:
    """Somebody who has not come for a hundred days."""
    member = joined(community, "Eve")
    member.last_seen_on = clock.today("UTC") - timedelta(days=100)
    member.save(update_fields=["last_seen_on"])
    elsewhere(visits.reckon, member)
    return member


@SHAPES
def test_a_host_finds_members_and_tells_them_something(window, ada, ben, olga, square, shape):
    page = people_page(window(ada, shape))
    page.get_by_test_id("add-condition").click()
    page.get_by_test_id("find").click()
    expect(page.get_by_test_id("people-count")).to_have_text("1 member")
    expect(page.get_by_test_id("found")).to_contain_text("Ben")
    page.get_by_test_id("segment-save").click()
    page.get_by_test_id("segment-name").fill("Plain members")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_test_id("segment")).to_have_text("Plain members")
    page.get_by_test_id("announce").click()
    expect(page.get_by_test_id("announce-names")).to_have_text("Ben")
    page.get_by_test_id("announce-words").fill("We meet on Friday.")
    page.get_by_test_id("announce-place").select_option(label="Square")
    page.get_by_test_id("announce-send").click()
    expect(page.get_by_test_id("announce-words")).to_have_count(0)
    wait_until(lambda: Announcement.objects.exclude(done_at=None).exists())

    inbox = window(ben, shape)
    inbox.goto("/c/lake/inbox")
    expect(inbox.get_by_test_id("notice")).to_contain_text("We meet on Friday.")
    inbox.get_by_test_id("announced-place").click()
    expect(inbox).to_have_url(re.compile(rf"/c/lake/r/{square.pk}$"))
    assert Segment.objects.get().name == "Plain members"


def test_one_condition_takes_several_values_and_the_sheet_says_who_is_left_out(window, ada, ben, mo, olga, square):
    elsewhere(announcements.mute, olga)
    page = people_page(window(ada, PHONE))
    page.get_by_test_id("add-condition").click()
    for role in ("Owner", "Moderator", "Onlooker"):
        page.get_by_test_id("condition").locator("label").filter(has_text=role).click()
    page.get_by_test_id("find").click()
    expect(page.get_by_test_id("people-count")).to_have_text("4 members")
    page.get_by_test_id("announce").click()
    expect(page.get_by_test_id("announce-people")).to_contain_text("2 members")
    expect(page.get_by_test_id("announce-names")).to_have_text("Ben, Mo")
    expect(page.get_by_test_id("announce-muted")).to_contain_text("1 more")


def test_a_member_answers_a_field_and_mutes_announcements(window, ada, ben):
    elsewhere(fields.create, ada, "Occupation", "text", [], "hosts")
    page = window(ben, PHONE)
    page.goto("/c/lake/me")
    page.get_by_label("Occupation").fill("Baker")
    page.get_by_label("Occupation").blur()
    page.get_by_role("switch", name="Announcements of this community").click()

    wait_until(lambda: ben.answers.filter(text="Baker").exists())
    wait_until(lambda: Member.objects.filter(pk=ben.pk, earplug__isnull=False).exists())


def test_what_a_member_says_of_themselves_stands_behind_their_card(window, ada, ben, olga):
    shown, hidden = (
        elsewhere(fields.create, ada, name, "text", [], who) for name, who in (("Hobby", "members"), ("Phone", "hosts"))
    )
    for field, text in ((shown, "Kites"), (hidden, "5550100")):
        elsewhere(fields.answer, ben, field.pk, text)
    page = window(olga, PHONE)
    page.goto("/c/lake/members")
    page.locator(f"[data-testid=member][data-id='{ben.pk}']").get_by_role("button").click()
    page.get_by_role("menuitem", name="About this member").click()
    expect(page.get_by_test_id("member-answers")).to_contain_text("Kites")
    expect(page.get_by_test_id("member-answers")).not_to_contain_text("5550100")


@SHAPES
def test_a_host_lets_a_dormant_member_go_and_changes_their_mind(window, ada, ben, eve, shape):
    page = people_page(window(ada, shape))
    tab(page, "Quiet")
    expect(page.get_by_test_id("silent")).to_have_attribute("data-pace", "dormant")
    page.get_by_test_id("silent-choose").check()
    page.get_by_test_id("let-go").click()
    page.get_by_role("dialog").get_by_role("button", name="Tell them that they leave").click()
    expect(page.get_by_role("button", name="Let them stay")).to_be_visible()
    assert Departure.objects.get().member == eve

    page.get_by_role("button", name="Let them stay").click()
    expect(page.get_by_test_id("silent-choose")).to_be_visible()
    assert not Departure.objects.exists()


@pytest.mark.parametrize("door", ["application", "invitation"])
def test_whoever_was_let_go_comes_back_with_one_tap_whatever_the_door(window, ada, eve, door):
    Community.objects.update(capacity=1, door=door)
    elsewhere(keeping.let_go, eve, "cleaned")
    page = window(eve, PHONE)
    page.goto("/c/lake")
    page.get_by_test_id("door-join").click()
    wait_until(lambda: Member.objects.present().filter(pk=eve.pk).exists())


def test_a_tribe_splits_off_and_who_agrees_comes_along(window, ada, ben, square):
    Community.objects.update(rules="Be kind to each other.")
    page = people_page(window(ada, DESKTOP))
    tab(page, "Tribes")
    page.get_by_test_id("tribe-name").fill("Shore")
    expect(page.get_by_test_id("tribe-slug")).to_have_value("shore")
    page.get_by_test_id("tribe-place").select_option(label="Square")
    page.get_by_test_id("tribe-found").click()
    expect(page.get_by_test_id("oversight")).to_contain_text("Shore")
    expect(page.get_by_test_id("oversight-waiting")).to_have_text("Appeals waiting0")

    phone = window(ben, PHONE)
    phone.goto("/c/lake/inbox")
    phone.get_by_test_id("tribe-agree").click()
    phone.wait_for_url("**/c/shore")
    phone.goto("/c/shore/about")
    expect(phone.get_by_test_id("principles")).to_contain_text("Be kind to each other.")
    phone.goto("/c/shore/rules")
    expect(phone.get_by_test_id("rules").get_by_test_id("principles")).to_contain_text("Be kind to each other.")
    phone.goto("/c/lake")
    expect(phone.get_by_test_id("tribe")).to_have_text("Shore")
    assert Member.objects.filter(user=ben.user, community__slug="shore").exists()


@SHAPES
def test_everybody_can_use_the_page_of_people(window, ada, ben, eve, shape):
    elsewhere(fields.create, ada, "Occupation", "text", [], "hosts")
    name = "phone" if shape is PHONE else "desktop"
    walk = Walk(people_page(window(ada, shape)), name)
    walk.page.get_by_test_id("add-condition").click()
    walk.page.get_by_test_id("find").click()
    walk.see("people found", "people-count")
    walk.page.get_by_test_id("announce").click()
    walk.see("announcement", "announce-words", '[role="dialog"]')
    walk.page.keyboard.press("Escape")
    for label, testid in (("Quiet", "silent"), ("Profile fields", "field"), ("Tribes", "tribe-name")):
        tab(walk.page, label)
        walk.see(label, testid)

    assert walk.found == []
    assert Pace.objects.filter(member=eve).exists()
