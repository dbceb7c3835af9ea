"""The members decide who is given points of their purse, and everybody reads it."""

import pytest
from playwright.sync_api import expect

from community.governance import charters
from community.governance.models import Charter
from community.members.models import Member
from community.points import ledger
from tests.community.points.weeks import weekly
from tests.conftest import joined
from tests.e2e import axe
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_governance import the_vote_ends, two_days_pass


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


@pytest.fixture
def purse(community):
    """Its members vote, newcomers too, and their purse holds 100 points."""
    charters.of(community.pk)
    Charter.objects.update(phase=Charter.Phase.MIXED, roll_days=0, points_week=5)
    weekly(community, 100)
    return ledger.purse(community.pk)


@pytest.mark.parametrize(("shape", "locale", "scheme"), [(PHONE, "zh-CN", "dark"), (DESKTOP, "en", "light")])
def test_members_vote_on_points_and_read_where_they_went(window, purse, ada, ben, dora, shape, locale, scheme):
    page = window(ben, shape, locale, scheme)
    page.goto("/c/lake/proposals")
    page.get_by_test_id("motion-new").click()
    page.get_by_test_id("motion-kind").select_option("spend")
    page.get_by_test_id("motion-title").fill("For the map of the shore")
    page.get_by_test_id("member-option").filter(has_text="Dora").click()
    page.get_by_test_id("person-more").click()
    page.get_by_test_id("member-option").filter(has_text="Ada").click()
    page.get_by_test_id("motion-amount").fill("20")
    page.get_by_test_id("motion-words").fill("She drew it in three nights.")
    assert axe.audit(page, "form") == []
    page.get_by_test_id("motion-send").click()
    expect(page.get_by_test_id("motion-change")).to_contain_text("Dora")

    elsewhere(two_days_pass)
    page.reload()
    page.get_by_test_id("vote-open").click()
    page.get_by_test_id("choice-yes").locator("..").click()
    page.get_by_test_id("ballot-cast").click()
    expect(page.get_by_test_id("ballot-done")).to_be_visible()
    elsewhere(the_vote_ends)
    expect(page.get_by_test_id("motion-state")).to_have_attribute("data-state", "carried")

    page.goto("/c/lake/governance")
    expect(page.get_by_test_id("purse-held")).to_contain_text("60")
    expect(page.get_by_test_id("purse").get_by_test_id("points-entry")).to_have_count(3)
    expect(page.get_by_test_id("points-give")).to_have_count(0)
    assert axe.audit(page, "purse") == []

    theirs = window(dora, shape, locale, scheme)
    theirs.goto("/c/lake/inbox")
    expect(theirs.locator('[data-testid="notice"][data-kind="points_given"]')).to_contain_text("20")
    theirs.goto("/c/lake/me")
    expect(theirs.get_by_test_id("my-points")).to_contain_text("For the map of the shore")
    theirs.goto("/c/lake/record")
    expect(theirs.locator('[data-testid="deed"][data-act="spend_points"]').first).to_contain_text("20")


@pytest.mark.parametrize(("shape", "locale"), [(PHONE, "zh-TW"), (DESKTOP, "en")])
def test_the_owner_of_a_led_community_gives_points(window, purse, ada, ben, shape, locale):
    Charter.objects.update(phase=Charter.Phase.LED)
    page = window(ada, shape, locale)
    page.goto("/c/lake/governance")
    page.get_by_test_id("points-give").click()
    page.get_by_test_id("person-choose").click()
    page.get_by_test_id("member-option").filter(has_text="Ben").click()
    page.get_by_test_id("give-amount").fill("30")
    page.get_by_test_id("give-why").fill("For the boat")
    assert axe.audit(page, "give") == []
    page.get_by_test_id("give-send").click()
    expect(page.get_by_test_id("purse-held")).to_contain_text("70")
    expect(page.get_by_test_id("points-entry").first).to_contain_text("Ben")
