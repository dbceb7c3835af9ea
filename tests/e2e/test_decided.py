"""What the members decide is done: each kind of proposal from its form to what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chat.models import Room
from community.access import Role
from community.clock import now
from community.governance.models import Charter, Proposal
from community.members.models import Member, Silence
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from tests.community.governance.votes import voted
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_governance import dora, the_vote_ends, two_days_pass, voting_community

__all__ = ["dora", "voting_community"]


def about_dora(page: Page) -> None:
    page.get_by_test_id("member-option").filter(has_text="Dora").click()


def host_dora(page: Page) -> None:
    about_dora(page)
    page.get_by_label("Role", exact=True).select_option("host")


def name_it(page: Page) -> None:
    page.get_by_label("Name of the room").fill("Quay")


def choose_square(page: Page) -> None:
    page.get_by_label("Room", exact=True).select_option(label="Square")


def govern_ourselves(page: Page) -> None:
    page.get_by_label("Phase", exact=True).select_option("self")


def role_of_dora() -> str:
    return Member.objects.get(name="Dora").role


def dora_was_host() -> None:
    Member.objects.filter(name="Dora").update(role=Role.HOST)


def dora_was_silenced() -> None:
    owner = Member.objects.get(role=Role.OWNER)
    sanctions.impose(Moderator(member=owner), Member.objects.get(name="Dora"), Penalty("silence", in_a_week()))


def in_a_week():
    return now() + timedelta(days=7)


@dataclass(frozen=True)
class Decision:
    """A kind of proposal: what has to be so, what is filled in, what is said to be different, and what is so then."""

    kind: str
    fill: Callable[[Page], None]
    said: str
    outcome: Callable[[], object]
    before: Callable[[], None] = lambda: None


DECISIONS = [
    Decision("role", host_dora, "Host", lambda: role_of_dora() == "host"),
    Decision("recall", about_dora, "Dora", lambda: role_of_dora() == "member", dora_was_host),
    Decision("room_open", name_it, "Quay", lambda: Room.objects.filter(name="Quay").exists()),
    Decision("room_close", choose_square, "Square", lambda: Room.objects.get(name="Square").archived_at),
    Decision("lift", about_dora, "Dora", lambda: not Silence.objects.exists(), dora_was_silenced),
    Decision("phase", govern_ourselves, "Self-governing", lambda: Charter.objects.get().phase == "self"),
]


def propose(page: Page, decision: Decision) -> None:
    page.goto("/c/lake/proposals")
    page.get_by_test_id("motion-new").click()
    page.get_by_test_id("motion-kind").select_option(decision.kind)
    page.get_by_test_id("motion-title").fill("A proposal")
    decision.fill(page)
    page.get_by_test_id("motion-words").fill("We talked about it for long.")
    page.get_by_test_id("motion-send").click()
    expect(page.get_by_test_id("motion-change")).to_contain_text(decision.said)


def vote(page: Page) -> None:
    page.reload()
    page.get_by_test_id("vote-open").click()
    page.get_by_test_id("choice-yes").locator("..").click()
    page.get_by_test_id("ballot-cast").click()
    expect(page.get_by_test_id("ballot-done")).to_be_visible()


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.kind)
def test_what_members_vote_for_is_done(window, voting_community, ada, ben, dora, square, decision, shape):
    elsewhere(decision.before)
    assert not elsewhere(decision.outcome)
    page = window(ben, shape)
    propose(page, decision)
    elsewhere(two_days_pass)
    vote(page)
    elsewhere(voted, elsewhere(Proposal.objects.get), "yes", ada, dora)

    elsewhere(the_vote_ends)

    expect(page.get_by_test_id("motion-state")).to_have_attribute("data-state", "carried")  # told, without a reload
    assert elsewhere(decision.outcome)
