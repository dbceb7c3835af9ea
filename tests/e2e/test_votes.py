"""Members change the numbers of their votes, lend a vote, and answer the first question of a new community."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from community.clock import now
from community.governance import ballots, charters, closing, first_polls, proposals, telling
from community.governance.models import Charter, Loan, Proposal, Voter
from community.joining import entrances, opening
from tests.community.governance.votes import opened, proposed
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere


def test_the_owner_changes_the_numbers_and_members_propose_others(window, ada, ben):
    page = window(ada, PHONE)
    page.goto("/c/lake/governance")
    page.get_by_test_id("numbers-edit").click()
    page.get_by_test_id("number-quorum").fill("90")
    expect(page.get_by_test_id("numbers-save")).to_be_disabled()
    page.get_by_test_id("number-quorum").fill("30")
    page.get_by_test_id("numbers-save").click()
    expect(page.get_by_test_id("shown-quorum")).to_have_text("30")

    elsewhere(Charter.objects.update, phase=Charter.Phase.SELF)
    theirs = window(ben, PHONE)
    theirs.goto("/c/lake/governance")
    theirs.get_by_test_id("numbers-edit").click()
    theirs.get_by_test_id("number-voting_days").fill("7")
    theirs.get_by_test_id("numbers-save").click()
    theirs.get_by_test_id("propose-words").fill("Some of us come at weekends only.")
    theirs.get_by_test_id("propose-send").click()
    expect(theirs.get_by_test_id("motion-change")).to_contain_text("7")
    assert elsewhere(Proposal.objects.get).data == {"voting_days": 7}


def open_vote_of(dora) -> Proposal:
    """An open vote that somebody cast who carries another."""
    made = proposed(dora, "opinion", secret=False)
    Proposal.objects.update(discussed_until=now())
    made.refresh_from_db()
    vote = proposals.open_vote(dora, made)
    ballots.cast(dora, vote, ["yes"], "")
    return vote


def ends(vote: Proposal) -> None:
    Proposal.objects.update(closes_at=now() - timedelta(seconds=1))
    closing.close(vote.pk)
    telling.tell_result(vote.pk)


def test_a_member_lends_a_vote_and_sees_that_it_counted(window, community, ada, ben):
    dora = elsewhere(joined, community, "Dora")
    elsewhere(charters.of, community.pk)
    elsewhere(Charter.objects.update, phase=Charter.Phase.MIXED, roll_days=0, lending=True)
    page = window(ben, PHONE)
    page.goto("/c/lake/governance")
    page.get_by_test_id("lend").click()
    page.get_by_test_id("member-option").filter(has_text="Dora").click()
    expect(page.get_by_test_id("loan")).to_contain_text("Dora")

    vote = elsewhere(open_vote_of, dora)
    page.goto(f"/c/lake/proposals/{vote.pk}")
    expect(page.get_by_test_id("lent-to")).to_contain_text("Dora")
    elsewhere(ends, vote)
    expect(page.get_by_test_id("lent-note")).to_contain_text("1")  # told, without a reload
    page.get_by_test_id("ballots-show").click()
    expect(page.get_by_test_id("motion-result").locator("li").filter(has_text="Ben")).to_contain_text("Dora")
    page.goto("/c/lake/governance")
    page.get_by_test_id("loan-back").click()
    expect(page.get_by_test_id("loan")).to_have_count(0)
    assert not elsewhere(Loan.objects.exists)


def test_at_the_opening_everybody_is_asked_the_first_question(window, community, ada, ben):
    elsewhere(entrances.edit, ada, {"opens_at": now() + timedelta(days=2)})
    host = window(ada, PHONE)
    host.goto("/c/lake")
    host.get_by_test_id("opening-banner").click()
    host.get_by_test_id("first-write").click()
    host.get_by_test_id("first-question").fill("Where do we go first?")
    host.get_by_test_id("first-answers").fill("The lake\nThe sea")
    host.get_by_test_id("first-save").click()
    expect(host.get_by_test_id("first-poll")).to_contain_text("The sea")

    page = window(ben, PHONE)
    page.goto("/c/lake/opening")
    expect(page.get_by_test_id("opening").get_by_role("timer")).to_have_text(re.compile(r"4[78]:\d\d:\d\d"))
    expect(page.get_by_test_id("first-poll")).to_have_count(0)
    elsewhere(entrances.edit, ada, {"opens_at": now() - timedelta(seconds=1)})
    elsewhere(opening.open_due)
    page.reload()
    page.get_by_test_id("choice-1").click()
    page.get_by_test_id("ballot-cast").click()
    expect(page.get_by_test_id("ballot-done")).to_be_visible()
    elsewhere(ends, elsewhere(first_polls.of, community.pk).proposal)
    page.reload()
    expect(page.get_by_test_id("motion-result")).to_contain_text("The sea")


def test_a_vote_is_cast_by_keyboard_alone(window, ada, ben):
    elsewhere(charters.of, ada.community_id)
    elsewhere(Charter.objects.update, phase=Charter.Phase.MIXED, roll_days=0)
    vote = elsewhere(lambda: opened(proposed(ada, "opinion", secret=False)))
    page = window(ben, DESKTOP)
    page.goto(f"/c/lake/proposals/{vote.pk}")
    expect(page.get_by_test_id("ballot")).to_be_visible()
    tab_to(page, "choice-yes")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("choice-no")).to_be_checked()
    tab_to(page, "ballot-cast")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("ballot-done")).to_be_visible()
    assert elsewhere(Voter.objects.get, member=ben).choice == ["no"]
    assert page.evaluate("document.activeElement !== document.body")


def tab_to(page: Page, testid: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(id) => document.activeElement.closest(`[data-testid='${id}']`) !== null", testid):
            return
    raise AssertionError(f"{testid} was not reached.")
