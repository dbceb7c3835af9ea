"""Whom a case is about reads what they are accused of, and is heard before the jury votes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages
from community.clock import now
from community.errors import Refusal
from community.governance.models import Charter
from community.jury import accused, hearings, jurors, tasks, trials
from community.jury.models import Trial
from community.moderation import appeals, cases, sanctions, wordlists
from community.moderation.models import AuditEntry, Case, Sanction
from community.moderation.sanctions import Penalty
from community.privacy import erasing
from community.privacy.models import Erasure
from tests.community.jury.panel import accepted, fresh, heard, me, nobody_answered, seats, voted

WORDS = "It was a line of a play."


@pytest.fixture
def trial(by_mo, case, crowd):
    return trials.hand_over(by_mo, case, "ban", rule="Be kind.", reason="It is the third time.")


def refused(act) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def vote(juror, measure: str = "notice"):
    return jurors.vote(me(juror), juror, measure, "As I see it.")


# --- The time to answer -----------------------------------------------------------------------------------------------


def test_nobody_votes_before_whom_it_is_about_was_heard(trial):
    juror = accepted(trial)[0]
    assert refused(lambda: vote(juror)) == "jury.unheard"
    heard(trial, WORDS)
    vote(juror)


def test_whom_it_is_about_has_two_days_and_the_jury_three_from_then(trial):
    assert trial.answer_by - trial.began_at == timedelta(hours=48)
    assert timedelta(hours=119) < trial.closes_at - trial.began_at <= timedelta(hours=120, seconds=1)
    trial = heard(trial)
    assert trial.opened_at == trial.answered_at
    assert trial.closes_at - trial.opened_at == timedelta(hours=72)


def test_once_the_time_is_over_the_jury_votes_without_an_answer(trial, ben):
    juror = accepted(trial)[0]
    nobody_answered(trial)
    assert hearings.due() == [trial.pk]
    tasks.open_vote(trial.pk)
    tasks.open_vote(trial.pk)
    assert hearings.due() == []
    trial = fresh(trial)
    assert trial.opened_at == trial.answer_by
    assert trial.closes_at == trial.answer_by + timedelta(hours=72)
    assert juror.member.notices.filter(kind="jury_open").count() == 1
    assert refused(lambda: accused.answer(ben.user, trial.pk, WORDS)) == "jury.heard"
    vote(juror)


def test_a_vote_need_not_wait_for_the_clock_s_job(trial, ben):
    juror = accepted(trial)[0]
    nobody_answered(trial)
    vote(juror)
    assert refused(lambda: accused.answer(ben.user, trial.pk, WORDS)) == "jury.heard"


def test_opening_before_the_time_does_nothing(trial):
    hearings.open_when_due(trial.pk)
    assert fresh(trial).opened_at is None


# --- The answer -------------------------------------------------------------------------------------------------------


def test_what_was_answered_first_stands(trial, ben):
    accused.answer(ben.user, trial.pk, WORDS)
    again = accused.answer(ben.user, trial.pk, "Something else.")
    assert again.answer == fresh(trial).answer == WORDS
    assert AuditEntry.objects.filter(act="answer jury").count() == 1


def test_nobody_answers_for_another(trial, dora, mo, cleo):
    for who in (dora.user, mo.user, cleo, seats(trial)[0].member.user):
        assert refused(lambda who=who: accused.answer(who, trial.pk, WORDS)) == "not_found"


def test_the_word_list_holds_before_a_jury_too(trial, ben, by_mo, community):
    wordlists.enter(by_mo, community, ["fools"], kind="word", action="block", until=None)
    wordlists.forget()
    assert refused(lambda: accused.answer(ben.user, trial.pk, "They are fools.")) == "words.blocked"
    assert fresh(trial).answered_at is None


def test_the_silenced_and_the_suspended_are_heard(api, trial, by_mo, ben):
    sanctions.impose(by_mo, ben, Penalty("ban", now() + timedelta(days=5)))
    browser = api(ben)
    assert browser.request("GET", "rooms/1/").status_code == 404
    (row,) = browser.get("communities/lake/hearings/")["results"]
    assert row["can_answer"]
    assert browser.put(f"trials/{trial.pk}/answer/", {"words": WORDS})["answer"] == WORDS


def test_a_case_that_is_over_is_not_answered(trial, by_mo, ben):
    trials.withdraw(by_mo, trial)
    assert refused(lambda: accused.answer(ben.user, trial.pk, WORDS)) == "jury.over"


def test_an_appeal_is_an_answer_already(crowd, by_mo, ben):
    Charter.objects.create(community=ben.community, phase=Charter.Phase.LED)
    sanction = sanctions.impose(by_mo, ben, Penalty("ban", now() + timedelta(days=30)))
    Charter.objects.update(phase=Charter.Phase.MIXED)
    trial = appeals.appeal(ben.user, sanction.pk, "I did not.").trials.get()
    assert trial.answer_by is None
    assert not accused.mine(ben.user, "lake", None, 9)
    assert voted(trial, *["lifted"] * 5).state == "decided"


# --- What is told -----------------------------------------------------------------------------------------------------


def test_whom_it_is_about_reads_the_case_and_not_who_reported_or_judges(api, trial, ben):
    told = ben.notices.get(kind="jury_summons")
    assert told.data == {"trial": trial.pk, "until": trial.answer_by.isoformat()}
    (row,) = api(ben).get("communities/lake/hearings/")["results"]
    assert (row["words"], row["whys"], row["rule"]) == ("You are all fools.", ["rude"], "Be kind.")
    assert (row["asked"], row["asked_why"]) == ("ban", "It is the third time.")
    assert not [word for word in ("Dora", "Look at this.", "Juror") if word in str(row)]
    assert api(ben).request("GET", f"trials/{trial.pk}/").status_code == 404


def test_the_jury_reads_the_answer_beside_the_case(api, trial):
    juror = accepted(trial)[0]
    assert api(juror.member).get(f"trials/{trial.pk}/")["file"]["answer"] == ""
    heard(trial, WORDS)
    read = api(juror.member).get(f"trials/{trial.pk}/")
    assert read["file"]["answer"] == WORDS
    assert read["trial"]["answered"]
    assert juror.member.notices.filter(kind="jury_open").exists()


def test_everybody_reads_whether_they_answered_and_not_what(api, trial, dora):
    heard(trial, WORDS)
    voted(trial, *["notice"] * 5)
    row = api(dora).get("communities/lake/trials/")["results"][0]
    assert row["answered"]
    assert WORDS not in str(row)
    assert AuditEntry.objects.get(act="close jury").data["answered"] is True


def test_the_summons_is_gone_once_it_is_answered(trial, ben):
    heard(trial)
    assert not ben.notices.filter(kind="jury_summons").exists()


def test_who_was_summoned_hears_that_no_jury_decides(trial, by_mo, ben):
    trials.withdraw(by_mo, trial)
    assert not ben.notices.filter(kind="jury_summons").exists()
    assert ben.notices.get(kind="jury_decided").data == {"trial": trial.pk, "part": "back"}


def test_where_no_jury_can_be_had_nobody_is_summoned(by_mo, case, ben):
    trial = trials.hand_over(by_mo, case, "ban")
    assert trial.state == "returned"
    assert not ben.notices.exists()
    assert not accused.mine(ben.user, "lake", None, 9)


def test_an_answer_goes_with_the_other_words_of_who_leaves_nothing(trial, ben):
    heard(trial, WORDS)
    erasing.carry_out(Erasure.objects.create(user=ben.user, words="go", due_at=now()))
    assert fresh(trial).answer == ""


def test_the_list_goes_on_by_key_and_costs_the_same_however_long(api, trial, ben, django_assert_max_num_queries):
    def another(number: int) -> int:
        case = Case.objects.create(
            community=ben.community, member=ben, object=f"member:{number}", path="/", due_at=now()
        )
        return Trial.objects.create(
            community=ben.community, case=case, member=ben, asked="ban", size=3, quorum=2, closes_at=now(),
            answer_by=now(),
        ).pk  # fmt: skip

    ids = {trial.pk, *(another(number) for number in range(40))}
    browser = api(ben)
    with django_assert_max_num_queries(6):
        first = browser.get("communities/lake/hearings/")
    second = browser.get(f"communities/lake/hearings/?after={first['next']}")
    assert second["next"] is None
    shown = [row["trial"]["id"] for row in first["results"] + second["results"]]
    assert shown == sorted(ids, reverse=True)


def test_what_others_did_is_not_among_one_s_own(api, trial, dora, by_mo, square, ben):
    said = messages.post(dora, square, "Nonsense.", client_id=uuid4())
    cases.report(ben.user, f"message:{said.id}", "rude")
    assert api(dora).get("communities/lake/hearings/")["results"] == []
    assert not Sanction.objects.exists()
