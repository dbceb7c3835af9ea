"""Somebody who did not decide answers an appeal, wherever there is somebody: moderators, the parent's, or a jury."""

from datetime import timedelta

import pytest

from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.jury import trials
from community.jury.models import Trial
from community.members import communities
from community.members.models import Community, Member
from community.moderation import appeals, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Appeal, Sanction
from community.moderation.sanctions import Penalty
from tests.community.jury.panel import seats, voted
from tests.conftest import joined, person


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def silence(by: Member, member: Member) -> Sanction:
    return sanctions.impose(Moderator(member=by), member, Penalty("silence", now() + timedelta(days=3)))


def appealed(sanction: Sanction) -> Appeal:
    return appeals.appeal(sanction.member.user, sanction.pk, "It was no spam.")


def answer(by: Member, appeal: Appeal, outcome: str = "upheld") -> str:
    return appeals.answer(Moderator(member=by), appeal, outcome, "I looked again.").outcome


def told_that_the_same_answers(api, member: Member) -> bool:
    (row,) = api(member).get(f"communities/{member.community.slug}/sanctions/")["results"]
    return row["appeal"]["by_same"]


def test_what_the_one_moderator_decided_the_owner_answers(api, ada, ben, mo, jurors):
    made = appealed(silence(mo, ben))
    assert refused(lambda: answer(mo, made)) == "appeal.own"
    assert not told_that_the_same_answers(api, ben)
    assert not Trial.objects.exists()
    assert answer(ada, made, "lifted") == "lifted"


def test_what_the_owner_decided_alone_a_jury_of_members_answers(api, ada, ben, jurors):
    made = appealed(silence(ada, ben))
    trial = Trial.objects.get(appeal=made)
    assert {juror.member for juror in seats(trial)} <= set(jurors)
    assert refused(lambda: answer(ada, made)) == "jury.hears"
    assert not told_that_the_same_answers(api, ben)
    voted(trial, *["lifted"] * len(seats(trial)))
    made.refresh_from_db()
    assert (made.outcome, made.answered_by) == ("lifted", None)


def test_a_jury_s_appeal_is_not_taken_back_by_the_only_one_who_could_answer(ada, ben, jurors):
    made = appealed(silence(ada, ben))
    trial = Trial.objects.get(appeal=made)
    assert refused(lambda: trials.withdraw(Moderator(member=ada), trial)) == "jury.needed"


def test_where_too_few_could_judge_the_same_answers_and_the_member_is_told(api, ada, ben):
    made = appealed(silence(ada, ben))
    assert Trial.objects.get(appeal=made).state == Trial.State.RETURNED
    assert told_that_the_same_answers(api, ben)
    assert answer(ada, made) == "upheld"
    assert told_that_the_same_answers(api, ben)


def test_somebody_who_comes_to_moderate_meanwhile_answers_instead(api, ada, ben):
    made = appealed(silence(ada, ben))
    mo = joined(ada.community, "Mo", Role.MODERATOR)
    assert not told_that_the_same_answers(api, ben)
    assert refused(lambda: answer(ada, made)) == "appeal.own"
    assert answer(mo, made, "lifted") == "lifted"


# --- In a tribe -------------------------------------------------------------------------------------------------------


def inside(member: Member, tribe: Community) -> Member:
    found = communities.join(member.user, Community.objects.get(pk=tribe.pk))
    return Member.objects.select_related("community", "user", "silence").get(pk=found.pk)


def test_what_the_owner_of_a_tribe_decided_alone_the_parent_answers(api, ada, ben, mo, shore, jurors):
    owner, mine = inside(ada, shore), inside(ben, shore)
    made = appealed(silence(owner, mine))
    assert made.community == ada.community
    assert not Trial.objects.exists()
    assert refused(lambda: answer(owner, made)) == "appeal.own"
    assert not told_that_the_same_answers(api, mine)
    assert answer(mo, made, "lifted") == "lifted"


def test_operators_answer_for_a_tribe_too(ada, ben, mo, shore):
    made = appealed(silence(inside(ada, shore), inside(ben, shore)))
    staff = Moderator(staff=person("Staff"))
    assert appeals.answer(staff, made, "lifted", "I looked.").outcome == "lifted"


def test_where_the_parent_has_nobody_else_either_its_members_judge(ada, ben, shore, jurors):
    made = appealed(silence(inside(ada, shore), inside(ben, shore)))
    trial = Trial.objects.get(appeal=made)
    assert (made.community, trial.community, trial.state) == (ada.community, ada.community, Trial.State.HEARING)


def test_with_a_moderator_of_its_own_a_tribe_answers_itself(ada, ben, mo, shore):
    helper = joined(Community.objects.get(pk=shore.pk), "Hugo", Role.MODERATOR)
    made = appealed(silence(inside(ada, shore), inside(ben, shore)))
    assert made.community == shore
    assert answer(helper, made) == "upheld"


@pytest.mark.parametrize("days", [None, 3])
def test_an_appeal_stays_where_it_was_made(ada, ben, mo, shore, days):
    until = now() + timedelta(days=days) if days else None
    made = appealed(sanctions.impose(Moderator(member=inside(ada, shore)), inside(ben, shore), Penalty("ban", until)))
    assert made.community == ada.community
    helper = joined(Community.objects.get(pk=shore.pk), "Hugo", Role.MODERATOR)
    assert refused(lambda: answer(helper, made)) == "appeal.parent"
    assert answer(mo, made) == "upheld"
