"""Lent votes against worked examples, and against a slow reckoning that starts at the other end."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from community.governance.tally import lending
from community.governance.tally.lending import Fate

LEVEL = {line: line for line in range(40)}
people = st.integers(0, 14)
graphs = st.dictionaries(people, people, max_size=15).map(
    lambda lent: {giver: to for giver, to in lent.items() if giver != to}
)
crowds = st.frozensets(people, max_size=6)


def settled(lent, voted, roll=1000):
    return lending.settle(lent, frozenset(voted), roll, LEVEL)


def fates(lent, voted, roll=1000):
    return {giver: way.fate.value for giver, way in settled(lent, voted, roll).items()}


# --- Examples ---------------------------------------------------------------------------------------------------------


def test_a_vote_passes_through_hands_until_somebody_votes():
    ways = settled({1: 2, 2: 3, 3: 4}, {4})
    assert [(ways[giver].carrier, ways[giver].steps) for giver in (1, 2, 3)] == [(4, 3), (4, 2), (4, 1)]


def test_who_votes_keeps_what_others_lend_them_and_lends_nothing():
    ways = settled({1: 2, 2: 3}, {2, 3})
    assert (set(ways), ways[1].carrier) == ({1}, 2)


def test_what_comes_back_to_itself_counts_for_nobody():
    assert fates({1: 2, 2: 3, 3: 1, 4: 1}, {9}) == {1: "circle", 2: "circle", 3: "circle", 4: "circle"}


def test_where_nobody_along_the_way_votes_it_is_lost():
    assert fates({1: 2}, {9}) == {1: "nobody"}


def test_a_way_is_followed_for_five_steps_and_not_for_six():
    lent = {number: number + 1 for number in range(1, 7)}
    assert fates(lent, {7}) == {1: "too_long", **dict.fromkeys(range(2, 7), "counted")}


def test_a_ballot_weighs_a_tenth_of_the_roll_at_most_and_two_in_any_case():
    assert [lending.most(roll) for roll in (1, 5, 29, 30, 100)] == [2, 2, 2, 3, 10]
    lent = dict.fromkeys(range(1, 6), 0)
    assert fates(lent, {0}, roll=30) == {1: "counted", 2: "counted", 3: "over", 4: "over", 5: "over"}


def test_the_nearest_are_counted_before_those_who_come_by_others():
    assert fates({1: 2, 2: 0}, {0}, roll=10) == {2: "counted", 1: "over"}


# --- What always holds ------------------------------------------------------------------------------------------------


@given(graphs, crowds, st.integers(1, 200))
def test_it_is_what_a_slow_reckoning_finds(lent, voted, roll):
    ways = lending.settle(lent, voted, roll, LEVEL)
    counted, over = slow(lent, voted, roll)
    assert {giver: way.carrier for giver, way in ways.items() if way.fate == Fate.COUNTED} == counted
    assert {giver for giver, way in ways.items() if way.fate == Fate.OVER} == over


@given(graphs, crowds, st.integers(1, 200))
def test_no_vote_is_made_doubled_or_forgotten(lent, voted, roll):
    ways = lending.settle(lent, voted, roll, LEVEL)
    assert set(ways) == set(lent) - voted
    weights = lending.weights(ways)
    assert set(weights) <= voted
    assert sum(weights.values()) == Counter(way.fate for way in ways.values())[Fate.COUNTED]
    assert all(1 + lent_votes <= lending.most(roll) for lent_votes in weights.values())


@given(graphs, crowds, st.randoms())
def test_recounts_agree_whatever_the_order_of_the_loans(lent, voted, random: Random):
    shuffled = dict(random.sample(list(lent.items()), len(lent)))
    assert settled(lent, voted) == settled(shuffled, voted)


@given(graphs, people)
def test_what_may_be_lent_reaches_its_end(lent, giver):
    """Where no way comes back and none is too long, none is found so when it is counted."""
    if any(lending.comes_back(lent, one) or lending.longest_through(lent, one) > lending.LONGEST for one in lent):
        return
    ends = set(lent.values()) - set(lent)
    assert set(fates(lent, ends).values()) <= {"counted"}


def slow(lent, voted, roll):
    """From each voter outwards, step by step, to those whose vote comes to them."""
    counted, over = {}, set()
    for voter in voted:
        row, room = [voter], lending.most(roll) - 1
        for _ in range(lending.LONGEST):
            row = sorted(giver for giver, to in lent.items() if to in row and giver not in voted)
            for giver in row:
                if room > 0:
                    counted[giver], room = voter, room - 1
                else:
                    over.add(giver)
    return counted, over
