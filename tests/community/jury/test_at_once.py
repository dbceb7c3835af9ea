"""Votes, the end and taking it back at once: one of them wins, and the others are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from community.clock import now
from community.errors import Refusal
from community.jury import accused, deciding, hearings, jurors, trials
from community.jury.models import Trial
from community.moderation import cases
from community.moderation.models import AuditEntry, Case, Sanction
from tests.community.jury.panel import accepted, fresh, heard, me, seats

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)


@pytest.fixture
def trial(by_mo, case, crowd):
    return heard(trials.hand_over(by_mo, case, "ban"))


def together(*acts) -> list[str]:
    """What each is answered, all begun at the same moment: the code of a refusal, or nothing."""
    start = Barrier(len(acts))

    def run(act) -> str:
        try:
            start.wait(timeout=20)
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def vote(juror, measure: str):
    return lambda: jurors.vote(me(juror), juror, measure, "As I see it.")


def vote_before(trial, count: int) -> list:
    """So many have voted; those who have not."""
    ready = accepted(trial)
    for juror in ready[:count]:
        jurors.vote(me(juror), juror, "notice", "A word is enough.")
    return ready[count:]


@pytest.mark.parametrize("_", ROUNDS)
def test_the_last_two_votes_at_once_are_both_counted_and_decide_once(trial, _):
    rest = vote_before(trial, 3)
    assert together(*(vote(juror, "ban") for juror in rest)) == ["", ""]
    assert fresh(trial).votes == {"notice": 3, "ban": 2}
    assert Sanction.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_juror_s_two_votes_at_once_are_one(trial, _):
    juror = vote_before(trial, 3)[0]
    assert together(vote(juror, "ban"), vote(juror, "dismiss")) == ["", ""]
    assert trial.jurors.exclude(voted_at=None).count() == 4
    assert fresh(trial).state == "hearing"


@pytest.mark.parametrize("_", ROUNDS)
def test_the_last_vote_and_the_deadline_at_once_decide_once(trial, _):
    (last,) = vote_before(trial, 4)
    Trial.objects.filter(pk=trial.pk).update(closes_at=now() + timedelta(milliseconds=30))
    late, *_rest = together(vote(last, "ban"), *[lambda: close_when_due(trial)] * 3)
    assert late in ("", "jury.over")
    assert fresh(trial).votes == {"notice": 4, **({"ban": 1} if late == "" else {})}
    assert fresh(trial).state == "decided"
    assert Sanction.objects.count() == 1


def close_when_due(trial) -> None:
    """As the clock does, as soon as it is time."""
    while not fresh(trial).is_over():
        deciding.close(trial.pk)


@pytest.mark.parametrize("_", ROUNDS)
def test_the_first_vote_and_taking_it_back_at_once_exclude_each_other(trial, by_mo, _):
    first = vote_before(trial, 0)[0]
    voted, back = together(vote(first, "ban"), lambda: trials.withdraw(by_mo, trial))
    assert (voted, back) in [("", "jury.voted"), ("jury.over", "")]
    assert fresh(trial).state == ("hearing" if voted == "" else "withdrawn")


@pytest.mark.parametrize("_", ROUNDS)
def test_two_who_hand_the_same_over_at_once_call_one_jury(by_mo, case, crowd, _):
    assert sorted(together(*[lambda: trials.hand_over(by_mo, case, "ban")] * 2)) == ["", "jury.hears"]
    assert Trial.objects.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_who_settles_and_who_hands_over_at_once_exclude_each_other(by_mo, case, crowd, _):
    answers = together(lambda: cases.settle(by_mo, case, "keep"), lambda: trials.hand_over(by_mo, case, "ban"))
    assert answers in (["", "case.settled"], ["jury.hears", ""])
    assert Case.objects.get().is_open() == (answers[0] != "")


@pytest.mark.parametrize("_", ROUNDS)
def test_two_who_decline_at_once_are_replaced_by_two(trial, _):
    one, two, *_others = seats(trial)
    decline = [lambda juror=juror: jurors.answer(me(juror), juror, accepts=False) for juror in (one, two)]
    assert together(*decline) == ["", ""]
    there = [juror.member_id for juror in seats(trial)]
    assert len(set(there)) == 5
    assert not {one.member_id, two.member_id} & set(there)


# --- The answer of whom it is about -----------------------------------------------------------------------------------


@pytest.fixture
def unheard(by_mo, case, crowd):
    return trials.hand_over(by_mo, case, "ban")


def answer(trial, words: str = "I was joking."):
    return lambda: accused.answer(trial.member.user, trial.pk, words)


def open_when_due(trial) -> None:
    """As the clock does, as soon as it is time."""
    while not fresh(trial).opened_at:
        hearings.open_when_due(trial.pk)


@pytest.mark.parametrize("_", ROUNDS)
def test_the_answer_and_its_deadline_at_once_open_the_vote_once(unheard, _):
    juror = accepted(unheard)[0]
    Trial.objects.filter(pk=unheard.pk).update(answer_by=now() + timedelta(milliseconds=30))
    late, *_rest = together(answer(unheard), *[lambda: open_when_due(unheard)] * 3)
    assert late in ("", "jury.heard")
    trial = fresh(unheard)
    assert (trial.answered_at is not None) == (late == "") == bool(trial.answer)
    assert trial.opened_at == (trial.answered_at or trial.answer_by)
    assert juror.member.notices.filter(kind="jury_open").count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_answers_at_once_are_one(unheard, _):
    assert together(answer(unheard, "First."), answer(unheard, "Second.")) == ["", ""]
    assert fresh(unheard).answer in ("First.", "Second.")
    assert AuditEntry.objects.filter(act="answer jury").count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_a_vote_and_the_answer_at_once_never_leave_a_vote_that_came_first(unheard, _):
    juror = accepted(unheard)[0]
    early, said = together(vote(juror, "ban"), answer(unheard))
    assert (early, said) in [("jury.unheard", ""), ("", "")]
    juror.refresh_from_db()
    assert (juror.voted_at is not None) == (early == "")
    assert early or juror.voted_at >= fresh(unheard).answered_at


@pytest.mark.parametrize("_", ROUNDS)
def test_the_answer_and_taking_it_back_at_once(unheard, by_mo, _):
    said, back = together(answer(unheard), lambda: trials.withdraw(by_mo, unheard))
    assert (said, back) in [("", ""), ("jury.over", "")]
    assert fresh(unheard).state == "withdrawn"
