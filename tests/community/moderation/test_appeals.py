"""An appeal is answered by somebody else, once, and the member hears of it."""

from datetime import timedelta

import pytest

from community.access import Role
from community.clock import now
from community.errors import Conflict, NotFound, Refusal
from community.members import communities
from community.members.models import Member
from community.moderation import appeals, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, AuditEntry, Sanction
from community.moderation.sanctions import Penalty
from tests.chat.test_messages import run_all
from tests.conftest import joined


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def silenced(by_mo, ben) -> Sanction:
    return sanctions.impose(by_mo, ben, Penalty("silence", now() + timedelta(days=1)), reason="Spam.")


@pytest.fixture
def appealed(ben, silenced) -> Appeal:
    return appeals.appeal(ben.user, silenced.pk, "It was no spam.")


def test_the_member_appeals_once(api, ben, silenced):
    first = api(ben).post(f"sanctions/{silenced.pk}/appeal/", {"words": " It was no spam. "})
    again = api(ben).post(f"sanctions/{silenced.pk}/appeal/", {"words": "Something else."})
    assert first == again
    assert (first["words"], first["outcome"]) == ("It was no spam.", "")
    (row,) = api(ben).get("communities/lake/sanctions/")["results"]
    assert (row["appeal"], row["can_appeal"]) == (first, False)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_an_appeal_says_something(api, ben, silenced, words):
    assert api(ben).refused("POST", f"sanctions/{silenced.pk}/appeal/", {"words": words}) == "input.invalid"


def test_nobody_appeals_for_somebody_else(ada, silenced):
    with pytest.raises(NotFound):
        appeals.appeal(ada.user, silenced.pk, "Let him.")


def test_the_suspended_appeal_too_and_come_back(by_mo, ada, ben, community):
    made = sanctions.impose(by_mo, ben, Penalty("ban"))
    appealed = appeals.appeal(ben.user, made.pk, "It was my brother.")
    appeals.answer(Moderator(member=ada), appealed, "lifted", "All right.")
    assert communities.join(ben.user, community).pk == ben.pk


def test_what_was_lifted_needs_no_appeal(by_mo, ben, silenced):
    sanctions.lift(by_mo, silenced)
    assert refused(lambda: appeals.appeal(ben.user, silenced.pk, "But.")) == "appeal.over"


def test_a_notice_can_be_appealed_against_for_a_month(by_mo, ben):
    made = sanctions.impose(by_mo, ben, Penalty("notice"))
    Sanction.objects.filter(pk=made.pk).update(at=now() - timedelta(days=31))
    assert refused(lambda: appeals.appeal(ben.user, made.pk, "But.")) == "appeal.over"
    Sanction.objects.filter(pk=made.pk).update(at=now() - timedelta(days=29))
    appeals.appeal(ben.user, made.pk, "But.")


def test_whoever_imposed_it_does_not_answer(by_mo, ada, appealed):
    assert refused(lambda: appeals.answer(by_mo, appealed, "upheld", "No.")) == "appeal.own"


def test_where_nobody_else_can_answer_the_same_may(ada, ben):
    made = sanctions.impose(Moderator(member=ada), ben, Penalty("notice"))
    appealed = appeals.appeal(ben.user, made.pk, "But.")
    assert appeals.answer(Moderator(member=ada), appealed, "lifted", "You are right.").outcome == "lifted"


def test_a_moderator_does_not_answer_their_own_appeal(ada, mo):
    made = sanctions.impose(Moderator(member=ada), mo, Penalty("notice"))
    appealed = appeals.appeal(mo.user, made.pk, "But.")
    assert refused(lambda: appeals.answer(Moderator(member=mo), appealed, "lifted", "Yes.")) == "case.involved"


def test_staff_who_imposed_it_under_the_same_account_do_not_answer_either(mo, ada, appealed):
    assert refused(lambda: appeals.answer(Moderator(staff=mo.user), appealed, "lifted", "Yes.")) == "appeal.own"


def test_a_lifted_sanction_is_over_and_the_member_hears_why(ada, ben, appealed):
    appeals.answer(Moderator(member=ada), appealed, "lifted", "You are right.")
    assert not Member.objects.filter(pk=ben.pk, silence__until__gt=now()).exists()
    notice = ben.notices.get(kind="appeal_answered")
    assert (notice.excerpt, notice.data["outcome"]) == ("You are right.", "lifted")
    assert "answer appeal" in AuditEntry.objects.values_list("act", flat=True)


def test_an_upheld_sanction_goes_on(ada, ben, silenced, appealed):
    appeals.answer(Moderator(member=ada), appealed, "upheld", "It was.")
    silenced.refresh_from_db()
    assert silenced.holds()


def test_of_two_answers_one_counts(transactional_db, community, ada, appealed):
    other, outcomes = joined(community, "Max", Role.MODERATOR), []

    def answer(member, outcome):
        try:
            outcomes.append(appeals.answer(Moderator(member=member), appealed, outcome, outcome).outcome)
        except Conflict as refusal:
            outcomes.append(refusal.code)

    run_all([lambda: answer(ada, "upheld"), lambda: answer(other, "lifted")])
    appealed.refresh_from_db()
    assert sorted(outcomes) == sorted([appealed.outcome, "appeal.answered"])


def test_members_and_strangers_answer_nothing(ben, appealed):
    for member in (ben, joined(ben.community, "Dora")):
        assert refused(lambda member=member: appeals.answer(Moderator(member=member), appealed, "lifted", "")) == (
            "forbidden"
        )
    assert refused(lambda: appeals.answer(Moderator(), appealed, "lifted", "")) == "auth.required"
