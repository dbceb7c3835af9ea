"""A member is drawn for a jury, reads the case and decides; the one it is about reads the verdict and appeals."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from chat import messages
from community.clock import now
from community.jury import jurors, trials
from community.jury.models import Juror, Trial
from community.members.models import Member
from community.moderation import cases, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Case
from community.moderation.sanctions import Penalty
from tests.community.jury.panel import heard, me, seats
from tests.conftest import joined
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere


@pytest.fixture
def trial(community, square, ada, ben, mo) -> Trial:
    """Ben said something, Dora reported it, and Mo handed it to a jury of the members who have long been there."""
    dora = joined(community, "Dora")
    for number in range(12):
        joined(community, f"Judge {number}")
    Member.objects.update(joined_at=now() - timedelta(days=60))
    said = messages.post(ben, square, "You are all fools.", client_id=uuid4())
    cases.report(dora.user, f"message:{said.id}", "rude")
    return trials.hand_over(Moderator(member=mo), Case.objects.get(), "ban", reason="It is the third time.")


ANSWER = "It was a line of a play."


def judge(page: Page, measure: str) -> None:
    """From the notice to the vote."""
    page.goto("/c/lake/inbox")
    page.locator("[data-testid=notice][data-kind=jury_called]").get_by_role("link").first.click()
    page.get_by_test_id("call-accept").click()
    expect(page.get_by_test_id("case-words")).to_have_text("You are all fools.")
    expect(page.get_by_test_id("case-file")).not_to_contain_text("Dora")
    expect(page.get_by_test_id("case-answer")).to_have_text(ANSWER)
    page.get_by_test_id(f"measure-{measure}").locator("..").click()
    page.get_by_test_id("verdict-reason").fill("A week of reading will do.")
    page.get_by_test_id("verdict-cast").click()
    expect(page.get_by_test_id("verdict-done")).to_be_visible()


def the_others_vote(first: Juror) -> None:
    for juror in seats(first.trial):
        if juror.pk != first.pk:
            jurors.answer(me(juror), juror, accepts=True)
            jurors.vote(me(juror), juror, "silence_7", "As the first.")


@pytest.mark.parametrize("shape", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_jury_decides_and_the_member_reads_the_verdict(window, trial, ben, shape):
    elsewhere(heard, trial, ANSWER)
    first = seats(trial)[0]
    page = window(first.member, shape)
    judge(page, "ban")

    elsewhere(the_others_vote, first)
    expect(page.get_by_test_id("trial")).to_have_attribute("data-part", "over")  # told, without a reload
    expect(page.get_by_test_id("trial-votes")).to_have_attribute("data-verdict", "silence_7")

    page.goto("/c/lake/jury")
    page.get_by_test_id("trial-row").locator("summary").click()
    page.get_by_test_id("draw-check").click()
    expect(page.get_by_test_id("draw-checked")).to_have_attribute("data-fits", "true")

    theirs = window(ben, shape)
    theirs.goto("/c/lake/inbox")
    told = theirs.locator("[data-testid=notice][data-kind=sanctioned]")
    expect(told).to_contain_text("A jury of members decided")
    told.get_by_role("link").first.click()
    decision = theirs.get_by_test_id("decision")
    expect(decision).to_have_attribute("data-state", "holds")
    decision.get_by_test_id("appeal-words").fill("A week is long.")
    decision.get_by_test_id("appeal-send").click()
    expect(decision.get_by_test_id("appeal-state")).to_have_attribute("data-answer", "waiting")
    assert elsewhere(lambda: Trial.objects.filter(appeal__isnull=False).count()) == 1


def test_who_declines_leaves_the_seat_to_the_next(window, trial):
    first = seats(trial)[0]
    page = window(first.member, PHONE)
    page.goto(f"/c/lake/jury/{trial.pk}")
    expect(page.get_by_test_id("call")).to_be_visible()
    expect(page.get_by_test_id("case-file")).to_have_count(0)
    page.get_by_test_id("call-decline").click()
    expect(page.get_by_test_id("trial")).to_have_attribute("data-part", "released")
    assert elsewhere(lambda: len(seats(trial))) == 5


def answered(page: Page) -> None:
    """What somebody says to what they are accused of, and what stands there afterwards."""
    hearing = page.get_by_test_id("hearing")
    expect(hearing).to_have_attribute("data-state", "waits")
    expect(hearing.get_by_test_id("hearing-words")).to_have_text("You are all fools.")
    expect(hearing).not_to_contain_text("Dora")
    hearing.get_by_test_id("answer-words").fill(ANSWER)
    hearing.get_by_test_id("answer-send").click()
    expect(hearing.get_by_test_id("hearing-answer")).to_contain_text(ANSWER)
    expect(hearing.get_by_test_id("hearing-answer")).to_be_focused()
    expect(hearing).to_have_attribute("data-state", "votes")


def test_the_jury_votes_once_whom_it_is_about_was_heard(window, trial, ben):
    juror = seats(trial)[0]
    judging = window(juror.member, PHONE)
    judging.goto(f"/c/lake/jury/{trial.pk}")
    judging.get_by_test_id("call-accept").click()
    expect(judging.get_by_test_id("unheard")).to_contain_text("Ben")
    expect(judging.get_by_test_id("verdict")).to_have_count(0)

    theirs = window(ben, PHONE)
    theirs.goto("/c/lake/inbox")
    theirs.locator("[data-testid=notice][data-kind=jury_summons]").get_by_role("link").first.click()
    answered(theirs)

    expect(judging.get_by_test_id("verdict")).to_be_visible()  # told, without a reload
    expect(judging.get_by_test_id("case-answer")).to_have_text(ANSWER)


def test_who_is_suspended_answers_at_the_door(window, trial, ben, mo):
    sanctions.impose(Moderator(member=mo), ben, Penalty("ban", now() + timedelta(days=5)))
    page = window(ben, PHONE)
    page.goto("/c/lake")
    expect(page.get_by_test_id("suspended")).to_be_visible()
    answered(page)
