"""Who can answer an appeal hears of it when it is made: one line, however many wait, and never who imposed it."""

from datetime import timedelta

import pytest

from community.clock import now
from community.jury import trials
from community.members.models import Member
from community.moderation import appeals, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Appeal
from community.moderation.sanctions import Penalty
from community.notifications import notices
from community.notifications.models import Notice
from tests.chat.test_messages import run_all
from tests.community.moderation.test_courts import inside
from tests.conftest import joined


@pytest.fixture
def appealed(mo):
    """`appealed(ben)`: Mo silenced Ben, who says something against it."""

    def made(member: Member, by: Member = mo) -> Appeal:
        penalty = Penalty("silence", now() + timedelta(days=3))
        sanction = sanctions.impose(Moderator(member=by), member, penalty, reason="Spam.")
        return appeals.appeal(member.user, sanction.pk, "It was no spam.")

    return made


def lines(member: Member) -> list[dict[str, object]]:
    return list(member.notices.filter(kind="appeal_made").values_list("data", flat=True))


def answer(by: Member, appeal: Appeal) -> None:
    appeals.answer(Moderator(member=by), appeal, "upheld", "I looked again.")


def test_who_can_answer_is_told_at_once_and_who_imposed_it_is_not(appealed, ada, mo, ben, dora):
    made = appealed(ben)
    assert lines(ada) == [{"appeals": 1, "appeal": made.pk}]
    assert [lines(one) for one in (mo, ben, dora)] == [[], [], []]


def test_the_same_appeal_again_tells_nothing_new(appealed, ada, ben):
    made = appealed(ben)
    notices.read(ada, None)
    appeals.appeal(ben.user, made.sanction_id, "Once more.")
    assert len(lines(ada)) == 1
    assert notices.unread(ada) == 0


def test_however_many_wait_there_is_one_line(appealed, ada, ben, dora):
    appealed(ben)
    second = appealed(dora)
    assert lines(ada) == [{"appeals": 2, "appeal": second.pk}]


def test_a_moderator_counts_only_what_they_can_answer(appealed, community, ada, mo, ben, dora):
    appealed(ben)
    appealed(dora, by=ada)
    assert lines(ada)[0]["appeals"] == lines(mo)[0]["appeals"] == 1


def test_an_appeal_of_ones_own_is_not_ones_own_to_answer(appealed, community, ada, mo, ben):
    Member.objects.filter(pk=ben.pk).update(role="moderator")
    ben.refresh_from_db()
    appealed(ben, by=ada)
    assert lines(ben) == []
    assert len(lines(mo)) == 1


def test_what_was_answered_is_counted_no_more_and_nothing_is_told_of_nothing(appealed, ada, ben, dora):
    first, second = appealed(ben), appealed(dora)
    answer(ada, second)
    assert lines(ada) == [{"appeals": 1, "appeal": first.pk}]
    answer(ada, first)
    assert lines(ada) == []


def test_a_line_that_was_read_stays_as_it_was_read(appealed, ada, ben, dora):
    first = appealed(ben)
    notices.read(ada, None)
    second = appealed(dora)
    answer(ada, second)
    assert lines(ada) == [{"appeals": 1, "appeal": first.pk}] * 2
    answer(ada, first)
    (line,) = ada.notices.filter(kind="appeal_made")
    assert line.read_at


def test_what_a_jury_hears_is_not_the_moderators(appealed, ada, ben, jurors):
    made = appealed(ben)
    trials.hand_over_appeal(Moderator(member=ada), made)
    assert lines(ada) == []


def test_where_nobody_but_who_imposed_it_could_answer_a_jury_is_called_and_nobody_told(appealed, ada, mo, ben, jurors):
    Member.objects.filter(pk=mo.pk).update(role="member")
    appealed(ben, by=ada)
    assert not Notice.objects.filter(kind="appeal_made").exists()


def test_of_a_tribe_the_moderators_of_the_parent_are_told_where_nobody_else_could(appealed, ada, ben, mo, shore):
    made = appealed(inside(ben, shore), by=inside(ada, shore))
    assert lines(mo) == [{"appeals": 1, "appeal": made.pk}]
    assert lines(ada) == []


def test_two_who_appeal_at_once_are_counted_together(transactional_db, appealed, community, ada, mo, ben):
    people = [ben, *(joined(community, f"P{number}") for number in range(3))]
    penalty = Penalty("silence", now() + timedelta(days=3))
    made = [sanctions.impose(Moderator(member=mo), one, penalty, reason="Spam.") for one in people]
    run_all([lambda one=one: appeals.appeal(one.member.user, one.pk, "No.") for one in made])
    assert [line["appeals"] for line in lines(ada)] == [4]
