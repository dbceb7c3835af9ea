"""A jury decides, and what it decided is carried out, told, and not undone by moderators alone."""

from datetime import timedelta

import pytest

from chat.models import Message
from community.clock import now
from community.errors import Refusal
from community.governance.models import Charter
from community.jury import deciding, jurors, trials
from community.members.models import Member
from community.moderation import appeals, cases, lateness, sanctions
from community.moderation.audit import Moderator, Vote
from community.moderation.models import Appeal, AuditEntry, Case, Sanction
from community.moderation.sanctions import Penalty
from tests.community.jury.panel import (
    a_day_passes,
    accepted,
    declined,
    fresh,
    heard,
    me,
    seats,
    time_is_over,
    voted,
)


def refused(act) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def long() -> Penalty:
    return Penalty("ban", now() + timedelta(days=30))


@pytest.fixture
def trial(by_mo, case, crowd):
    return trials.hand_over(by_mo, case, "ban", rule="Be kind.", reason="It is the third time.")


# --- The verdict ------------------------------------------------------------------------------------------------------


def test_with_the_last_vote_the_median_is_carried_out(trial, ben, rude, case):
    trial = voted(trial, "ban", "ban", "silence_7", "notice", "dismiss")
    sanction = Sanction.objects.get()
    assert (trial.state, trial.verdict, trial.sanction) == ("decided", "silence_7", sanction)
    assert trial.votes == {"ban": 2, "silence_7": 1, "notice": 1, "dismiss": 1}
    assert (sanction.grade, sanction.by, sanction.rule) == ("silence", None, "Be kind.")
    assert sanction.reason == "I say silence_7."
    assert timedelta(days=6) < sanction.until - now() < timedelta(days=8)
    assert Message.objects.get(pk=rude.id).removal.kind == "hidden"
    assert not Case.objects.get().is_open()


def test_a_jury_that_lets_it_stand_settles_the_case(trial, ben, rude):
    voted(trial, *["dismiss"] * 5)
    assert Case.objects.get().verdict == "keep"
    assert not Sanction.objects.exists()
    assert not hasattr(Message.objects.get(pk=rude.id), "removal")
    assert ben.notices.get(kind="jury_decided").data == {"part": "about"}


def test_nothing_is_decided_before_the_last_vote(trial):
    trial = voted(trial, *["ban"] * 4)
    assert trial.state == "hearing"
    assert trial.votes == {}


def test_at_the_deadline_those_who_voted_decide(trial):
    voted(trial, "ban_7", "notice", "notice")
    time_is_over(trial)
    deciding.close(trial.pk)
    assert fresh(trial).verdict == "notice"


def test_without_a_quorum_the_case_is_back_with_the_moderators(trial, by_mo, mo):
    voted(trial, "ban", "ban")
    time_is_over(trial)
    deciding.close(trial.pk)
    assert (fresh(trial).state, fresh(trial).refusal) == ("returned", "no_quorum")
    assert Case.objects.get().is_open()
    assert mo.notices.get(kind="jury_returned").data["why"] == "no_quorum"
    cases.settle(by_mo, Case.objects.get(), "keep")


def test_closing_before_the_time_and_closing_twice_do_nothing(trial):
    deciding.close(trial.pk)
    assert fresh(trial).state == "hearing"
    voted(trial, *["notice"] * 5)
    time_is_over(trial)
    deciding.close(trial.pk)
    assert Sanction.objects.count() == 1


def test_what_cannot_be_carried_out_goes_back_with_the_refusal(trial, ada, ben):
    Member.objects.filter(pk=ada.pk).update(left_at=now())
    Member.objects.filter(pk=ben.pk).update(role="owner")
    trial = voted(trial, *["ban"] * 5)
    assert (trial.state, trial.refusal, trial.verdict) == ("returned", "member.last_owner", "ban")
    assert not Sanction.objects.exists()
    assert Case.objects.get().is_open()


def test_a_vote_can_be_changed_until_it_is_over(trial):
    heard(trial)
    first, *others = accepted(trial)
    jurors.vote(me(first), first, "ban", "At first.")
    jurors.vote(me(first), first, "notice", "On reflection.")
    for juror in others:
        jurors.vote(me(juror), juror, "notice", "A word is enough.")
    assert fresh(trial).votes == {"notice": 5}


def test_the_act_is_the_jury_s_in_the_audit_and_in_the_public_record(trial, ben, api):
    voted(trial, *["notice"] * 5)
    entry = AuditEntry.objects.get(act="notice")
    assert (entry.actor, entry.staff, entry.data["vote"]) == (None, None, f"trial:{trial.pk}")
    acts = [row["act"] for row in api(ben).get("communities/lake/record/")["results"]]
    assert {"notice", "close_jury", "hide_message"} <= set(acts)


# --- Who hears of it --------------------------------------------------------------------------------------------------


def test_each_hears_of_what_concerns_them(trial, ben, dora, mo):
    called = [juror.member for juror in seats(trial)]
    assert all(member.notices.filter(kind="jury_called").exists() for member in called)
    voted(trial, *["silence_7"] * 5)
    assert ben.notices.get(kind="sanctioned").data["vote"] == f"trial:{trial.pk}"
    assert dora.notices.get(kind="report_settled").data == {"verdict": "hide"}
    assert mo.notices.get(kind="jury_decided").data["part"] == "asked"
    for member in called:
        assert member.notices.get().data["part"] == "juror"  # what called them is gone


# --- Seats ------------------------------------------------------------------------------------------------------------


def test_somebody_else_is_called_for_who_does_not_answer_for_a_day(trial):
    before = {juror.member_id for juror in seats(trial)}
    a_day_passes(trial)
    assert jurors.lost(now()) == [trial.pk]
    jurors.replace_lost(trial.pk)
    jurors.replace_lost(trial.pk)
    after = {juror.member_id for juror in seats(trial)}
    assert len(after) == 5
    assert not before & after


def test_who_leaves_before_voting_is_replaced(trial):
    gone = accepted(trial)[0]
    Member.objects.filter(pk=gone.member_id).update(left_at=now())
    assert jurors.lost(now()) == [trial.pk]
    jurors.replace_lost(trial.pk)
    assert gone.member_id not in {juror.member_id for juror in seats(trial)}
    assert len(seats(trial)) == 5


def test_who_was_replaced_does_not_vote(trial):
    late = seats(trial)[0]
    a_day_passes(trial)
    jurors.replace_lost(trial.pk)
    assert refused(lambda: jurors.answer(me(late), late, accepts=True)) == "jury.replaced"
    assert refused(lambda: jurors.vote(me(late), late, "ban", "Late.")) == "jury.replaced"


def test_who_has_not_taken_the_seat_or_has_voted_is_held_to_it(trial):
    heard(trial)
    juror = seats(trial)[0]
    assert refused(lambda: jurors.vote(me(juror), juror, "ban", "Now.")) == "jury.unanswered"
    jurors.answer(me(juror), juror, accepts=True)
    jurors.vote(me(juror), juror, "ban", "Now.")
    assert refused(lambda: jurors.answer(me(juror), juror, accepts=False)) == "jury.voted"


def test_a_silenced_juror_is_silent(trial, by_mo, ada):
    juror = next(juror for juror in accepted(trial) if juror.member_id != ada.pk)
    sanctions.impose(by_mo, juror.member, Penalty("silence", now() + timedelta(days=1)))
    assert refused(lambda: jurors.vote(me(juror), juror, "ban", "Now.")) == "member.silenced"


def test_a_jury_chooses_from_what_was_asked_for(by_mo, case, crowd):
    trial = heard(trials.hand_over(by_mo, case, "silence_7"))
    juror = accepted(trial)[0]
    assert refused(lambda: jurors.vote(me(juror), juror, "ban", "More.")) == "input.invalid"


# --- Moderators -------------------------------------------------------------------------------------------------------


def test_moderators_do_not_settle_what_a_jury_has(trial, by_mo, case):
    assert refused(lambda: cases.settle(by_mo, case, "keep")) == "jury.hears"
    assert refused(lambda: trials.hand_over(by_mo, case, "ban")) == "jury.hears"


def test_a_moderator_silences_for_a_short_time_meanwhile(trial, by_mo, ben):
    sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)))


def test_moderators_undo_nothing_that_a_jury_decided(trial, by_mo, ben, case):
    voted(trial, *["silence_30"] * 5)
    short = Penalty("silence", now() + timedelta(hours=1))
    assert refused(lambda: cases.reopen(by_mo, case)) == "jury.decided"
    assert refused(lambda: sanctions.lift(by_mo, Sanction.objects.get())) == "jury.decided"
    assert refused(lambda: sanctions.impose(by_mo, ben, short)) == "jury.decided"
    sanctions.lift(Moderator(vote=Vote("proposal:1", "member.silence")), Sanction.objects.get())  # members may


def test_a_case_is_taken_back_before_anybody_voted(trial, by_mo, case):
    accepted(trial)
    trials.withdraw(by_mo, trial)
    assert fresh(trial).state == "withdrawn"
    juror = trial.jurors.select_related("member", "trial").first()
    assert refused(lambda: jurors.vote(me(juror), juror, "ban", "Now.")) == "jury.over"
    cases.settle(by_mo, case, "keep")


def test_a_case_is_not_taken_back_once_somebody_voted(trial, by_mo):
    voted(trial, "ban")
    assert refused(lambda: trials.withdraw(by_mo, trial)) == "jury.voted"


def test_in_a_led_community_moderators_suspend_for_long_without_a_jury(by_mo, case, ben):
    cases.settle(by_mo, case, "hide", penalty=long())


def test_where_members_vote_only_a_jury_suspends_for_long(charter, by_mo, case, ben, crowd):
    assert refused(lambda: cases.settle(by_mo, case, "hide", penalty=long())) == "jury.needed"
    assert refused(lambda: sanctions.impose(by_mo, ben, Penalty("ban"))) == "jury.needed"
    assert Case.objects.get().is_open()
    cases.settle(by_mo, case, "hide", penalty=Penalty("ban", now() + timedelta(days=7)))


def test_how_long_is_long_is_in_the_charter(charter, by_mo, ben):
    Charter.objects.update(jury_days=30)
    sanctions.impose(by_mo, ben, long())


def test_where_no_jury_can_be_had_moderators_decide(charter, by_mo, case):
    assert trials.hand_over(by_mo, case, "ban").state == "returned"
    cases.settle(by_mo, case, "hide", penalty=long())


# --- Appeals ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def appealed(charter, crowd, by_mo, ben):
    """Ben was suspended for long before the community voted, and says something against it."""
    Charter.objects.update(phase=Charter.Phase.LED)
    sanction = sanctions.impose(by_mo, ben, long())
    Charter.objects.update(phase=Charter.Phase.MIXED)
    return appeals.appeal(ben.user, sanction.pk, "I did not.")


def test_an_appeal_against_a_long_suspension_goes_to_a_jury(appealed, ben, by_mo, ada):
    trial = appealed.trials.get()
    assert refused(lambda: appeals.answer(Moderator(member=ada), appealed, "upheld", "No.")) == "jury.hears"
    voted(trial, "lifted", "lifted", "upheld", "upheld", "lifted")
    appealed.refresh_from_db()
    assert (appealed.outcome, appealed.answer) == ("lifted", "I say lifted.")
    assert Sanction.objects.get().lifted_at


def test_against_what_a_jury_imposed_another_jury_is_asked_once_with_none_of_the_same(trial, ben):
    first = {juror.member_id for juror in seats(trial)}
    voted(trial, *["silence_30"] * 5)
    appeal = appeals.appeal(ben.user, Sanction.objects.get().pk, "Too long.")
    second = appeal.trials.get()
    assert len(seats(second)) >= 3
    while fresh(second).state == "hearing":
        declined(seats(second)[0])
    assert not first & set(second.jurors.values_list("member", flat=True))
    assert appeals.appeal(ben.user, Sanction.objects.get().pk, "Again.") == appeal
    assert appeal.trials.count() == 1


def test_an_appeal_that_no_jury_can_hear_is_answered_by_moderators(trial, ben, crowd, ada):
    voted(trial, *["silence_30"] * 5)
    Member.objects.filter(pk__in=[member.pk for member in crowd]).update(last_seen_on="2020-01-01")
    appeal = appeals.appeal(ben.user, Sanction.objects.get().pk, "Too long.")
    assert appeal.trials.get().refusal == "too_few"
    appeals.answer(Moderator(member=ada), appeal, "lifted", "Yes.")
    assert Sanction.objects.get().lifted_at


def test_a_short_sanction_s_appeal_is_the_moderators_own(charter, crowd, by_mo, ben, ada):
    sanction = sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)))
    appeal = appeals.appeal(ben.user, sanction.pk, "I did not.")
    assert not appeal.trials.exists()
    appeals.answer(Moderator(member=ada), appeal, "upheld", "You did.")
    assert Appeal.objects.get().outcome == "upheld"


def test_a_jury_s_appeal_cannot_be_taken_from_it(appealed, by_mo):
    assert refused(lambda: trials.withdraw(by_mo, appealed.trials.get())) == "jury.needed"


def test_what_a_jury_imposed_lowers_the_trust_as_what_a_moderator_did(trial, ben):
    voted(trial, *["silence_7"] * 5)
    assert Member.objects.get(pk=ben.pk).level == Member.Level.NEWCOMER
    assert Sanction.objects.get().vote == f"trial:{trial.pk}"


def test_nobody_is_reminded_of_what_a_jury_hears(trial, mo):
    Case.objects.update(due_at=now() - timedelta(days=1))
    assert lateness.concerned() == set()
    type(trial).objects.update(state="returned")
    assert lateness.concerned() == {trial.community_id}
