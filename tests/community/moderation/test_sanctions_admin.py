"""Sanctions and appeals in the admin: found, lifted, and answered by somebody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from community.clock import now
from community.moderation import appeals, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Sanction
from community.moderation.queue.sanction_admin import holding
from community.moderation.sanctions import Penalty
from tests.community.moderation.desk import as_staff, only_looks, signed_in, told
from tests.conftest import joined, person

SANCTIONS, APPEALS = "/admin/moderation/sanction/", "/admin/moderation/appeal/"


def rows(response) -> list:
    return list(response.context["cl"].result_list)


@pytest.fixture
def greta(db):
    return as_staff(person("Greta"))


@pytest.fixture
def browser(greta):
    return signed_in(greta)


@pytest.fixture
def silenced(by_mo, ben) -> Sanction:
    return sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)), reason="Spam.")


@pytest.fixture
def appealed(ben, silenced) -> Appeal:
    return appeals.appeal(ben.user, silenced.pk, "It was no spam.")


def page_of(appeal: Appeal) -> str:
    return reverse("admin:moderation_appeal_change", args=[appeal.pk])


def answer(browser, appeal: Appeal, outcome: str, words: str = "All right."):
    return browser.post(page_of(appeal), {"outcome": outcome, "answer": words}, follow=True)


def test_sanctions_are_found_by_grade_and_by_whether_they_hold(browser, by_mo, ben, community, silenced):
    notice = sanctions.impose(by_mo, ben, Penalty("notice"))
    lifted = sanctions.impose(by_mo, joined(community, "Eve"), Penalty("silence", now() + timedelta(days=1)))
    sanctions.lift(by_mo, lifted)
    assert rows(browser.get(SANCTIONS, {"holds": "yes"})) == [silenced]
    assert rows(browser.get(SANCTIONS, {"holds": "no"})) == [lifted, notice]
    assert rows(browser.get(SANCTIONS, {"grade__exact": "notice"})) == [notice]


def test_what_holds_is_the_same_in_the_database(by_mo, ben, community, silenced):
    sanctions.impose(by_mo, ben, Penalty("notice"))
    sanctions.impose(by_mo, joined(community, "Eve"), Penalty("ban"))
    sanctions.lift(by_mo, sanctions.impose(by_mo, joined(community, "Finn"), Penalty("ban")))
    past = sanctions.impose(by_mo, joined(community, "Gus"), Penalty("ban", now() + timedelta(days=1)))
    Sanction.objects.filter(pk=past.pk).update(until=now())
    assert set(Sanction.objects.filter(holding())) == {one for one in Sanction.objects.all() if one.holds()}
    assert Sanction.objects.filter(holding()).count() == 2


def test_a_sanction_is_lifted(browser, ben, silenced):
    response = browser.post(SANCTIONS, {"action": "lift", "_selected_action": [silenced.pk]}, follow=True)
    assert told(response) == ["1 lifted"]
    silenced.refresh_from_db()
    assert not silenced.holds()
    assert ben.notices.filter(kind="sanction_lifted").exists()


def test_a_sanctions_page_leads_to_its_case(browser, by_mo, ben, case):
    made = sanctions.impose(by_mo, ben, Penalty("notice"), case=case)
    page = browser.get(reverse("admin:moderation_sanction_change", args=[made.pk])).content.decode()
    assert reverse("admin:moderation_case_change", args=[case.pk]) in page


def test_open_appeals_come_first_and_among_them_what_is_due(browser, by_mo, greta, community):
    made = []
    for number in range(3):
        member = joined(community, f"Guest {number}")
        made.append(appeals.appeal(member.user, sanctions.impose(by_mo, member, Penalty("notice")).pk, f"{number}"))
    Appeal.objects.filter(pk=made[2].pk).update(due_at=now())
    appeals.answer(Moderator(staff=greta), made[0], "upheld", "No.")
    assert rows(browser.get(APPEALS)) == [made[2], made[1], made[0]]
    assert rows(browser.get(APPEALS, {"state": "late"})) == [made[2]]
    assert rows(browser.get(APPEALS, {"state": "answered"})) == [made[0]]


def test_an_appeals_page_shows_what_it_is_about(browser, by_mo, ben, case):
    made = sanctions.impose(by_mo, ben, Penalty("notice"), rule="1. Be kind.", case=case)
    page = browser.get(page_of(appeals.appeal(ben.user, made.pk, "It was a joke."))).content.decode()
    for text in ("It was a joke.", "1. Be kind.", "You are all fools.", "Mo"):
        assert text in page


@pytest.mark.parametrize(("outcome", "holds"), [("upheld", True), ("lifted", False)])
def test_an_appeal_is_answered(browser, greta, ben, silenced, appealed, outcome, holds):
    assert told(answer(browser, appealed, outcome)) == ["The member was told."]
    appealed.refresh_from_db()
    silenced.refresh_from_db()
    assert (appealed.outcome, appealed.answered_by, silenced.holds()) == (outcome, greta, holds)
    assert ben.notices.get(kind="appeal_answered").excerpt == "All right."


@pytest.mark.parametrize("given", [{"outcome": "maybe"}, {"words": " "}, {"words": "x" * 1001}])
def test_an_answer_has_an_outcome_and_words(browser, appealed, given):
    response = answer(browser, appealed, given.get("outcome", "upheld"), given.get("words", "No."))
    assert response.context["form"].errors
    appealed.refresh_from_db()
    assert appealed.answered_at is None


def test_whoever_imposed_it_is_told_that_somebody_else_has_to_answer(mo, appealed):
    browser = signed_in(as_staff(mo.user))
    page = browser.get(page_of(appealed)).content.decode()
    assert "You imposed it: somebody else has to answer." in page
    assert "data-decides" not in page
    assert told(answer(browser, appealed, "upheld")) == ["You imposed it: somebody else has to answer."]


def test_whoever_was_slower_is_told(browser, ada, appealed):
    appeals.answer(Moderator(member=ada), appealed, "upheld", "It was.")
    assert told(answer(browser, appealed, "lifted")) == ["Somebody answered it already."]


def test_who_may_only_look_answers_and_lifts_nothing(browser, greta, silenced, appealed):
    only_looks(greta)
    assert b"data-decides" not in browser.get(page_of(appealed)).content
    assert answer(browser, appealed, "lifted").status_code == 403
    browser.post(SANCTIONS, {"action": "lift", "_selected_action": [silenced.pk]})
    silenced.refresh_from_db()
    assert silenced.holds()


def test_what_was_typed_is_not_lost_when_somebody_else_answered_meanwhile(browser, ada, appealed):
    appeals.answer(Moderator(member=ada), appealed, "upheld", "It stands.")
    page = browser.post(page_of(appealed), {"outcome": "lifted", "answer": "I see <why>."})
    assert told(page) == ["Somebody answered it already."]
    text = page.content.decode()
    assert "I see &lt;why&gt;." in text
    assert "It stands." in text
