"""Members propose a rule, vote on it, and read it among the rules."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from community.clock import now
from community.governance import ballots, charters, closing, proposals, telling
from community.governance.models import Charter, Proposal
from community.members.models import Community, Member
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere

RULE = "Say what your pictures show."


@pytest.fixture
def dora(community) -> Member:
    return joined(community, "Dora")


@pytest.fixture
def voting_community(community) -> Community:
    """Its members vote, newcomers too."""
    charters.of(community.pk)
    Charter.objects.update(phase=Charter.Phase.MIXED, roll_days=0)
    Community.objects.update(rules="Be kind.")
    return community


def two_days_pass() -> None:
    Proposal.objects.update(discussed_until=now() - timedelta(minutes=1))


def the_vote_ends() -> None:
    Proposal.objects.update(closes_at=now() - timedelta(seconds=1))
    for pk in closing.due():
        closing.close(pk)
        telling.tell_result(pk)


def propose_rule(page: Page) -> None:
    page.goto("/c/lake/proposals")
    page.get_by_test_id("motion-new").click()
    page.get_by_test_id("motion-kind").select_option("rules")
    page.get_by_test_id("motion-title").fill("Pictures for everybody")
    page.get_by_test_id("motion-rules").fill(f"Be kind.\n{RULE}")
    page.get_by_test_id("motion-words").fill("Some of us cannot see them.")
    page.get_by_test_id("motion-send").click()
    expect(page.get_by_test_id("motion-change")).to_contain_text(RULE)
    expect(page.get_by_test_id("motion-change")).not_to_contain_text("Be kind.")


def vote(page: Page, answer: str) -> None:
    page.get_by_test_id("motion-row").click()
    page.get_by_test_id(f"choice-{answer}").locator("..").click()
    page.get_by_test_id("ballot-cast").click()
    expect(page.get_by_test_id("ballot-done")).to_be_visible()


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_members_propose_vote_and_see_the_rule_change(window, voting_community, ben, dora, shape):
    page = window(ben, shape)
    propose_rule(page)
    elsewhere(two_days_pass)
    page.reload()
    page.get_by_test_id("vote-open").click()
    expect(page.get_by_test_id("motion-state")).to_have_attribute("data-state", "voting")

    for member, answer in ((dora, "yes"), (ben, "yes")):
        theirs = window(member, shape)
        theirs.goto("/c/lake/proposals")
        vote(theirs, answer)
    mark = theirs.get_by_test_id("ballot-done").locator("p").last.inner_text()

    elsewhere(the_vote_ends)
    expect(theirs.get_by_test_id("motion-state")).to_have_attribute("data-state", "carried")  # told, without a reload
    theirs.get_by_test_id("rules-accept").click()  # what was decided is asked of everybody
    theirs.get_by_test_id("ballots-show").click()
    yours = theirs.get_by_test_id("motion-result").locator("li.won code")
    assert yours.inner_text() in mark
    theirs.goto("/c/lake/about")
    expect(theirs.get_by_text(RULE)).to_be_visible()


def test_members_who_govern_themselves_make_another_owner(window, voting_community, ada, ben, dora):
    Charter.objects.update(phase=Charter.Phase.SELF)
    page = window(ben, PHONE)
    page.goto("/c/lake/proposals")
    page.get_by_test_id("motion-new").click()
    page.get_by_test_id("motion-kind").select_option("owner")
    page.get_by_test_id("motion-title").fill("Dora should lead")
    page.get_by_test_id("member-option").filter(has_text="Dora").click()
    page.get_by_test_id("motion-words").fill("Ada is at sea.")
    page.get_by_test_id("motion-send").click()
    expect(page.get_by_test_id("motion-change")).to_contain_text("Dora becomes the owner.")
    two_days_pass()
    made = Proposal.objects.get()
    elsewhere(proposals.open_vote, ben, made)
    for voter in (ben, dora):
        elsewhere(ballots.cast, voter, made, ["yes"], uuid4().hex)
    the_vote_ends()
    page.goto("/c/lake/record")
    expect(page.get_by_test_id("deed").filter(has_text="Became the owner by vote")).to_contain_text("Dora")
    assert Member.objects.get(role="owner").name == "Dora"


def test_the_owner_lets_the_members_vote(window, ada, ben):
    page = window(ada, PHONE)
    page.goto("/c/lake/governance")
    page.get_by_test_id("move-on").click()
    expect(page.get_by_test_id("move-on")).to_have_count(0)
    assert elsewhere(Charter.objects.get).phase == Charter.Phase.MIXED
