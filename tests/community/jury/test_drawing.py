"""Who is drawn for a jury, and that the draw can be checked."""

from datetime import timedelta
from hashlib import sha256

import pytest

from chat import messages
from community import clock
from community.access import Role
from community.clock import now
from community.jury import drawing, seating, trials
from community.jury.models import Trial
from community.members.models import Member
from community.moderation import cases, sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from tests.community.jury.panel import accepted, declined, fresh, seats, voted


def change(member: Member, **fields: object) -> None:
    Member.objects.filter(pk=member.pk).update(**fields)


def pool(member: Member) -> list[int]:
    return drawing.pool(member.community_id, 7)


def test_anybody_can_check_the_draw_when_it_is_over(by_mo, case, crowd):
    trial = trials.hand_over(by_mo, case, "ban")
    committed = trial.commitment
    trial = voted(trial, *["notice"] * 5)
    ids = ",".join(str(pk) for pk in sorted(trial.pool))
    assert sha256(f"{trial.seed}:{ids}".encode()).hexdigest() == committed == trial.commitment

    order = sorted(trial.pool, key=lambda pk: sha256(f"{trial.seed}:{pk}".encode()).hexdigest())
    drawn = list(trial.jurors.order_by("place").values_list("member", "place"))
    assert all(order[place - 1] == pk for pk, place in drawn)
    assert trial.reached == max(place for _, place in drawn)


def test_two_draws_of_the_same_people_differ(crowd):
    ids = [member.pk for member in crowd]
    assert drawing.new_seed() != drawing.new_seed()
    assert drawing.order("a", ids) != drawing.order("b", ids)
    assert sorted(drawing.order("a", ids)) == ids


def test_every_member_is_as_likely_as_any_other():
    first = [drawing.order(drawing.new_seed(), range(10))[0] for _ in range(2000)]
    counts = [first.count(pk) for pk in range(10)]
    # Chi-square with 9 degrees of freedom is beyond 40 once in a hundred thousand runs.
    assert sum((count - 200) ** 2 / 200 for count in counts) < 40


@pytest.mark.parametrize(
    "fields",
    [
        {"joined_at": now() - timedelta(days=1)}, {"level": "newcomer"}, {"role": Role.ONLOOKER}, {"user": None},
        {"left_at": now()}, {"last_seen_on": clock.today("UTC") - timedelta(days=15)},
    ],
    ids=["new", "newcomer", "onlooker", "imported", "left", "away"],
)  # fmt: skip
def test_who_is_not_there_for_long_enough_or_not_there_at_all_is_not_drawn(crowd, fields):
    assert crowd[0].pk in pool(crowd[0])
    change(crowd[0], **fields)
    assert crowd[0].pk not in pool(crowd[0])


@pytest.mark.parametrize("grade", ["mute", "silence"])
def test_who_was_sanctioned_a_while_ago_is_not_drawn(by_mo, crowd, grade):
    sanctions.impose(by_mo, crowd[0], Penalty(grade, now() + timedelta(days=1), "room:1"))
    assert crowd[0].pk not in pool(crowd[0])
    sanctions.impose(by_mo, crowd[1], Penalty("notice"))
    assert crowd[1].pk in pool(crowd[1])


def test_who_served_a_while_ago_rests(by_mo, case, crowd):
    served = accepted(trials.hand_over(by_mo, case, "ban"))
    assert not {juror.member_id for juror in served} & set(pool(crowd[0]))


def test_nobody_who_has_to_do_with_the_case_is_called(ada, ben, mo, dora, by_mo, case, crowd, square, community):

    speaker, inviter, guest, judge = crowd[:4]
    messages.post(speaker, square, "Calm down.", client_id="11111111-1111-4111-8111-111111111111")
    change(ben, invited_by=inviter)
    change(guest, invited_by=ben)
    change(judge, role=Role.MODERATOR)
    cases.add_note(Moderator(member=Member.objects.get(pk=judge.pk)), case, "I know him.")
    trial = trials.hand_over(by_mo, case, "ban")
    while trial.state == "hearing":  # all who can be, are called, until too few are left
        declined(seats(trial)[0])
        trial = fresh(trial)
    called = set(trial.jurors.values_list("member", flat=True))
    assert not called & {ben.pk, mo.pk, dora.pk, speaker.pk, inviter.pk, guest.pk, judge.pk}
    assert called <= {ada.pk, *(member.pk for member in crowd)}
    # The published list says nothing of who is involved.
    assert {mo.pk, dora.pk, speaker.pk, inviter.pk} <= set(trial.pool)


def test_five_judge_and_three_in_a_small_community(by_mo, case, crowd):
    trial = trials.hand_over(by_mo, case, "ban")
    assert (trial.size, trial.quorum, len(seats(trial))) == (5, 3, 5)


def test_three_judge_in_a_small_community(by_mo, case, crowd):
    Member.objects.filter(pk__in=[member.pk for member in crowd[4:]]).update(left_at=now())
    trial = trials.hand_over(by_mo, case, "ban")
    assert (trial.size, trial.quorum, len(seats(trial))) == (3, 2, 3)


def test_where_too_few_can_judge_the_case_is_back_at_once_and_says_why(by_mo, mo, case):
    trial = trials.hand_over(by_mo, case, "ban")
    assert (trial.state, trial.refusal) == ("returned", "too_few")
    assert not trial.jurors.exists()
    assert mo.notices.get(kind="jury_returned").data["why"] == "too_few"


def test_the_next_of_the_order_is_called_for_who_declines(by_mo, case, crowd):
    trial = trials.hand_over(by_mo, case, "ban")
    before = [juror.member_id for juror in seats(trial)]
    declined(seats(trial)[1])
    now_there = [juror.member_id for juror in seats(trial)]
    assert len(now_there) == 5
    assert now_there[:4] == [before[0], *before[2:]]
    assert seats(trial)[-1].place == fresh(trial).reached > 5 - 1


def test_nobody_is_called_in_the_last_hours(by_mo, case, crowd):
    trial = trials.hand_over(by_mo, case, "ban")
    Trial.objects.filter(pk=trial.pk).update(closes_at=now() + seating.LAST_CALL)
    declined(seats(trial)[0])
    assert len(seats(trial)) == 4
