"""Members elect a host, each in their own browser; and take over better words before they vote."""

import pytest
from playwright.sync_api import Page, expect

from community.governance import candidates
from community.governance.models import Proposal
from community.members.models import Community, Member
from tests.community.governance.votes import opened, proposed, voted
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_governance import RULE, dora, the_vote_ends, two_days_pass, voting_community

__all__ = ["dora", "voting_community"]
SHAPES = pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])


def at(page: Page, motion: Proposal) -> Page:
    page.goto(f"/c/lake/proposals/{motion.pk}")
    return page


@SHAPES
def test_somebody_stands_is_voted_for_and_holds_the_role(window, voting_community, ada, ben, dora, shape):
    election = elsewhere(proposed, ben, "election", role="host", days=30)
    elsewhere(candidates.stand, ben, election, "I have time.")
    hers = at(window(dora, shape), election)
    hers.get_by_label("A word to those who vote").fill("I know the lake.")
    hers.get_by_test_id("stand").click()
    expect(hers.get_by_test_id("candidates")).to_contain_text("I know the lake.")

    elsewhere(two_days_pass)
    hers.reload()
    elsewhere(opened, election)
    page = at(window(ada, shape), election)
    for candidate in (dora, ben):  # in the order of one's preference
        page.get_by_test_id(f"choice-{candidate.pk}").click()
    page.get_by_test_id("ballot-cast").click()
    expect(page.get_by_test_id("ballot-done")).to_be_visible()
    elsewhere(voted, election, f"{dora.pk}", dora)

    elsewhere(the_vote_ends)
    expect(page.get_by_test_id("motion-result")).to_contain_text("Chosen: Dora")  # told, without a reload
    assert elsewhere(Member.objects.get, pk=dora.pk).role == "host"
    assert elsewhere(Member.objects.get, pk=ben.pk).role == "member"


@SHAPES
def test_better_words_are_taken_over_before_the_vote_and_become_the_rule(window, voting_community, ben, dora, shape):
    motion = elsewhere(proposed, ben, "rules", "Pictures for everybody", text="Be kind.\nNo pictures.")
    hers = at(window(dora, shape), motion)
    hers.get_by_test_id("motion-edit").click()
    hers.get_by_test_id("motion-rules").fill(f"Be kind.\n{RULE}")
    hers.get_by_test_id("motion-send").click()
    expect(hers.get_by_test_id("amendment")).to_contain_text(RULE)

    page = at(window(ben, shape), motion)
    page.get_by_test_id("take-over").click()
    expect(page.get_by_test_id("take-over")).to_have_count(0)
    change = page.get_by_test_id("motion-change").first
    expect(change).to_contain_text(RULE)
    expect(change).not_to_contain_text("No pictures.")

    elsewhere(voted, elsewhere(opened, motion), "yes", ben, dora)
    elsewhere(the_vote_ends)
    page.reload()
    expect(page.get_by_test_id("motion-state")).to_have_attribute("data-state", "carried")
    assert elsewhere(Community.objects.get).rules == f"Be kind.\n{RULE}"
