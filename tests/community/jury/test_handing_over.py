"""Moderators hand cases and appeals to a jury in the admin, and read there what becomes of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from community.clock import now
from community.jury import trials
from community.jury.models import Trial
from community.members.models import User
from community.moderation import appeals, sanctions
from community.moderation.sanctions import Penalty
from tests.community.jury.panel import seats, voted
from tests.community.moderation.desk import as_staff, choose, decide, page_of, signed_in, told

pytestmark = pytest.mark.usefixtures("crowd")


@pytest.fixture
def browser(db) -> Client:
    return signed_in(as_staff(User.objects.create(username="guard", display_name="Greta")))


def text_of(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


def test_a_case_is_handed_over_from_its_page(browser, case):
    answer = browser.post(page_of(case), {"do": "jury", "asked": "ban_30", "reason": "Again."}, follow=True)
    trial = Trial.objects.get()
    assert (trial.asked, trial.reason, trial.asked_by.username) == ("ban_30", "Again.", "guard")
    assert told(answer) == ["The jury was drawn."]
    assert "A jury decides this by" in answer.content.decode()


def test_who_decides_what_a_jury_has_is_told_so(browser, case, by_mo):
    trials.hand_over(by_mo, case, "ban")
    assert told(decide(browser, case, "keep")) == ["A jury of members decides this now."]


def test_who_suspends_for_long_where_members_vote_is_told_so(browser, case, charter):
    answer = decide(browser, case, "ban", length="always")
    assert told(answer) == ["Here a jury of members decides this: hand it over in the list."]


def test_cases_are_handed_over_from_the_list(browser, case):
    answer = choose(browser, "hand_over", [case], asked="ban", reason="Again.")
    assert told(answer) == ["1 handed to a jury"]
    assert Trial.objects.get().case == case


def test_an_appeal_is_handed_over_from_the_list_and_its_page_says_so(browser, ben, by_mo):
    sanction = sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)))
    appeal = appeals.appeal(ben.user, sanction.pk, "I did not.")
    rows = {"action": "hand_over_appeals", "_selected_action": [appeal.pk], "answered": "1", "reason": ""}
    browser.post(reverse("admin:moderation_appeal_changelist"), rows, follow=True)
    assert Trial.objects.get().appeal == appeal
    page = text_of(browser, reverse("admin:moderation_appeal_change", args=[appeal.pk]))
    assert "A jury of members decides this now." in page


def test_a_trial_is_taken_back_in_the_admin(browser, case, by_mo):
    trial = trials.hand_over(by_mo, case, "ban")
    rows = {"action": "withdraw", "_selected_action": [trial.pk]}
    assert told(browser.post(reverse("admin:jury_trial_changelist"), rows, follow=True)) == ["1 taken back"]
    assert Trial.objects.get().state == "withdrawn"


def test_the_admin_shows_neither_seed_nor_votes_of_anybody_while_it_goes_on(browser, case, by_mo, ada):
    trial = voted(trials.hand_over(by_mo, case, "ban"), "ban_90", "notice")
    page = text_of(browser, reverse("admin:jury_trial_change", args=[trial.pk]))
    assert trial.commitment in page
    names = [juror.member.name for juror in seats(trial) if juror.member_id != ada.pk]
    for secret in (trial.seed, "I say ban_90.", *names):
        assert secret not in page


def test_what_was_typed_stays_when_the_jury_cannot_decide_that(browser, case):
    page = browser.post(page_of(case), {"do": "jury", "asked": "exile", "reason": "He knows <why>."})
    assert told(page) == ["What was entered does not fit."]
    assert 'value="He knows &lt;why&gt;."' in page.content.decode()
    page = browser.post(page_of(case), {"do": "jury", "asked": "ban_7", "reason": "w" * 301})
    assert '<option value="ban_7" selected>' in page.content.decode()
    assert not Trial.objects.exists()
