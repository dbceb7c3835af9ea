"""Members lend each other their votes, where they decided to; whoever votes votes for themselves."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.access import Role
from community.errors import Refusal
from community.governance import charters, counting, following, lending
from community.governance.models import Charter, LentVote, Loan, Proposal
from community.governance.tally import lending as tally
from community.members import communities, people
from community.members.models import Member
from community.members.offices import Cause
from tests.chat.test_messages import run_all
from tests.community.governance.votes import ended, fresh, opened, proposed, voted
from tests.conftest import joined


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def attempt(act) -> None:
    try:
        act()
    except Refusal:
        return


@pytest.fixture
def lends(charter) -> Charter:
    """The members of these tests have decided to lend votes."""
    charter.lending, charter.quorum = True, 5
    charter.save()
    return charter


@pytest.fixture
def crowd(lends, community) -> list[Member]:
    """Enough for ballots that weigh three."""
    return [joined(community, f"Voter{number}") for number in range(30)]


def asked(author: Member) -> Proposal:
    return opened(proposed(author, "opinion", secret=False))


def lend(*members: Member, kind: str = lending.ALL) -> None:
    """From each to the next."""
    for giver, to in pairwise(members):
        lending.lend(giver, kind, to.pk)


def votes_of(vote: Proposal) -> dict[str, str]:
    return fresh(vote).result["rounds"][0]["votes"]


# --- Whether ----------------------------------------------------------------------------------------------------------


def test_nobody_lends_until_the_members_decide_so(charter, ada, ben):
    assert refused(lambda: lending.lend(ada, "", ben.pk)) == "lending.off"
    assert refused(lambda: charters.edit(ada, {"lending": True})) == "governance.by_vote"
    decision = opened(proposed(ben, "charter", lending=True))
    voted(decision, "yes", ada, ben)
    assert ended(decision).state == "carried"
    lend(ada, ben)


def test_in_a_led_community_nobody_can_decide_it(ada, ben):
    assert refused(lambda: charters.edit(ada, {"lending": True})) == "governance.by_vote"
    assert refused(lambda: proposed(ben, "charter", lending=True)) == "governance.not_yet"


def test_only_to_somebody_else_who_votes_here(lends, ada, ben, olga, cleo):
    elsewhere = communities.found(cleo, slug="sea", name="Sea")
    assert refused(lambda: lend(ada, ada)) == "input.invalid"
    assert refused(lambda: lend(ada, olga)) == "not_found"
    assert refused(lambda: lend(ada, elsewhere)) == "not_found"
    assert refused(lambda: lend(olga, ada)) == "forbidden"
    assert refused(lambda: lend(ada, ben, kind="election")) == "input.invalid"


# --- Circles and long ways --------------------------------------------------------------------------------------------


def test_a_circle_is_refused_and_nothing_of_it_is_kept(lends, ada, ben, dora):
    lend(ada, ben, dora)
    assert refused(lambda: lend(dora, ada)) == "lending.circle"
    assert not Loan.objects.filter(member=dora).exists()


def test_a_circle_of_one_kind_and_of_all_is_refused_too(lends, ada, ben):
    lend(ada, ben)
    assert refused(lambda: lend(ben, ada, kind="rules")) == "lending.circle"


def test_of_all_who_close_a_circle_at_once_one_is_refused(transactional_db, lends, ada, ben, dora, emil):
    ring = [ada, ben, dora, emil]
    run_all([lambda at=at: attempt(lambda: lend(ring[at], ring[(at + 1) % 4])) for at in range(4)])
    lent = lending.standing(ada.community_id, "opinion")
    assert len(lent) == 3
    assert not any(tally.comes_back(lent, giver) for giver in lent)


def test_a_way_of_six_hands_is_refused_wherever_it_is_joined(crowd):
    lend(*crowd[:4])
    lend(*crowd[4:7])
    assert refused(lambda: lend(crowd[3], crowd[4])) == "lending.too_long"
    lend(crowd[3], crowd[5])


def test_a_circle_that_taking_back_uncovers_is_settled_when_it_is_counted(lends, ada, ben, dora):
    lend(ada, ben)
    lend(ada, dora, kind="opinion")
    lend(ben, ada, kind="opinion")
    vote = asked(dora)
    lending.take_back(ada, "opinion")
    voted(vote, "yes", dora)
    ended(vote)
    assert set(LentVote.objects.values_list("fate", flat=True)) == {"circle"}
    assert votes_of(vote) == {"yes": "1", "no": "0"}


# --- What counts ------------------------------------------------------------------------------------------------------


def test_a_lent_vote_counts_and_ones_own_goes_before_it(crowd, ada, ben, dora):
    lend(ada, ben)
    lend(dora, ben)
    vote = asked(ben)
    voted(vote, "yes", ben)
    voted(vote, "no", dora)
    assert ended(vote).turnout == 3
    assert votes_of(vote) == {"yes": "2", "no": "1"}


def test_it_is_passed_on_by_whoever_does_not_vote(crowd, ada, ben, dora):
    lend(ada, ben, dora)
    vote = asked(ben)
    voted(vote, "yes", dora)
    ended(vote)
    assert votes_of(vote) == {"yes": "3", "no": "0"}


def test_what_is_taken_back_before_the_end_does_not_count(crowd, ada, ben):
    lend(ada, ben)
    vote = asked(ben)
    voted(vote, "yes", ben)
    lending.take_back(ada, lending.ALL)
    ended(vote)
    assert votes_of(vote) == {"yes": "1", "no": "0"}


def test_one_kind_goes_before_all(crowd, ada, ben, dora):
    lend(ada, ben)
    lend(ada, dora, kind="opinion")
    vote = asked(ben)
    voted(vote, "yes", ben)
    voted(vote, "no", dora)
    ended(vote)
    assert votes_of(vote) == {"yes": "1", "no": "2"}


def test_in_a_secret_vote_nothing_is_lent(crowd, ada, ben):
    lend(ada, ben)
    vote = opened(proposed(ben, "opinion"))
    voted(vote, "yes", ben)
    assert ended(vote).turnout == 1
    assert not LentVote.objects.exists()


def test_a_vote_that_was_open_before_goes_by_what_held_then(charter, ada, ben):
    vote = asked(ben)
    Charter.objects.update(lending=True)
    lend(ada, ben)
    voted(vote, "yes", ben)
    assert ended(vote).turnout == 1


def test_who_is_not_on_the_roll_lends_nothing_and_passes_nothing_on(crowd, community, ada, ben, dora):
    vote = asked(ben)
    late = joined(community, "Late")
    lend(late, ben)
    lend(ada, late)
    voted(vote, "yes", ben)
    ended(vote)
    assert votes_of(vote) == {"yes": "1", "no": "0"}


def test_who_leaves_lends_nothing_and_nothing_is_lent_to_them(lends, ada, ben, dora):
    lend(ada, ben, dora)
    communities.leave(ben)
    assert not Loan.objects.exists()


def test_who_may_not_vote_any_more_takes_back_what_they_lent(lends, ada, ben):
    lend(ben, ada)
    people.put_role(ben, Role.ONLOOKER, Cause("give role"))
    lending.take_back(Member.objects.get(pk=ben.pk), lending.ALL)
    assert not Loan.objects.exists()


# --- Super-voters, and counting again ---------------------------------------------------------------------------------


def test_what_one_may_not_carry_is_not_counted_and_shown(crowd, api, ada, ben):
    for giver in crowd[:6]:
        lend(giver, ben)
    vote = asked(ada)
    voted(vote, "yes", ben)
    voted(vote, "no", ada, *crowd[6:9])
    ended(vote)
    assert votes_of(vote) == {"yes": "3", "no": "4"}  # 32 on the roll: a ballot weighs three
    assert api(ada).get(f"proposals/{vote.pk}/")["result"]["lent"] == {"counted": 2, "over": 4}


def test_anybody_counts_again_from_what_is_published(crowd, api, ada, ben, dora):
    lend(*crowd[:4], ben)
    lend(crowd[5], ada)
    lend(crowd[6], crowd[7])
    vote = asked(ada)
    voted(vote, "yes", ben, dora)
    voted(vote, "no", ada)
    closed = ended(vote)
    rows = api(dora).get(f"proposals/{vote.pk}/ballots/")["results"]

    lent = {int(row["mark"]): int(row["lent_to"]) for row in rows if row["lent_to"]}
    votes = {int(row["mark"]): tuple(row["choice"]) for row in rows if not row["lent_to"]}
    order = following.order(closed.seed, lent)
    weights = tally.weights(tally.settle(lent, votes.keys(), closed.roll, order))
    assert {int(row["mark"]): row["weight"] for row in rows if not row["lent_to"]} == {
        line: 1 + weights[line] for line in votes
    }
    cast = [choice for line, choice in votes.items() for _ in range(1 + weights[line])]
    assert counting.kept(counting.count(closed, cast, []), [], {}, quorum=True)["rounds"] == closed.result["rounds"]


def test_the_page_says_who_votes_for_me_where_i_do_not(crowd, api, ada, ben):
    lend(ada, ben)
    vote = asked(ben)
    assert api(ada).get(f"proposals/{vote.pk}/")["mine"]["lent_to"]["name"] == "Ben"
    assert api(ben).get(f"proposals/{vote.pk}/")["mine"]["lent_to"] is None


def test_lending_over_the_api(lends, api, ada, ben):
    told = api(ada).put("communities/lake/lending/all/", {"to": ben.pk})
    assert [(loan["kind"], loan["to"]["name"]) for loan in told["loans"]] == [("", "Ben")]
    assert api(ben).get("communities/lake/lending/")["carried"] == 1
    assert api(ada).delete("communities/lake/lending/all/")["loans"] == []


def test_closing_asks_the_same_however_many_lend(crowd, ada, ben):
    few, many = asked(ada), asked(ben)
    voted(few, "yes", ben)
    voted(many, "yes", ben)
    lend(crowd[0], ben)
    with CaptureQueriesContext(connection) as first:
        ended(few)
    for giver in crowd[1:]:
        lend(giver, ben)
    with CaptureQueriesContext(connection) as second:
        ended(many)
    assert len(first) == len(second)
