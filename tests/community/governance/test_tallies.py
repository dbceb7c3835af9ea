"""Counts against worked examples and against slow reckonings of our own; the order of ballots never matters."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.governance.tally import approval, runoff, shares, ties, transfer

OPTIONS = "ABCDE"
LEVEL = {option: place for place, option in enumerate(OPTIONS)}
LEVEL_OF_CITIES = {city: place for place, city in enumerate("MNCK")}
ranked = st.lists(st.permutations(OPTIONS).flatmap(lambda all_: st.integers(0, 5).map(lambda n: tuple(all_[:n]))))


yes_or_no = st.lists(st.sampled_from([("yes",), ("no",), ()]))


def ballots(**counts: int) -> list[tuple[str, ...]]:
    """`ballots(AB=3)`: three that prefer A and then B."""
    return [tuple(names) for names, copies in counts.items() for _ in range(copies)]


# --- Yes or no --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no", "blank", "half", "thirds"),
    [
        (3, 2, 0, True, False),
        (2, 2, 9, False, False),
        (2, 1, 50, True, True),
        (0, 0, 5, False, False),
        (1, 0, 0, True, True),
    ],
)
def test_abstentions_are_no_votes(yes, no, blank, half, thirds):
    cast = [("yes",)] * yes + [("no",)] * no + [()] * blank
    assert (bool(shares.majority(cast).elected), bool(shares.two_thirds(cast).elected)) == (half, thirds)


@given(yes_or_no)
def test_halves_and_two_thirds_are_what_a_slow_reckoning_finds(cast):
    yes, no = cast.count(("yes",)), cast.count(("no",))
    assert bool(shares.majority(cast).elected) == (2 * yes > yes + no)
    assert bool(shares.two_thirds(cast).elected) == (yes > 0 and 3 * yes >= 2 * (yes + no))


def test_two_thirds_are_reached_exactly_and_not_one_vote_before():
    assert shares.two_thirds([("yes",)] * 66 + [("no",)] * 33).elected
    assert not shares.two_thirds([("yes",)] * 65 + [("no",)] * 33).elected


# --- Several options --------------------------------------------------------------------------------------------------


def test_the_most_approved_win_and_nobody_without_a_vote():
    cast = ballots(AB=3, BC=2)
    assert approval.count(cast, 2, LEVEL).elected == ("B", "A")
    assert approval.count(cast, 5, LEVEL).elected == ("B", "A", "C")


def test_the_capital_of_tennessee_by_approval():
    """The example of Wikipedia's "Approval voting": each votes for the two cities nearest, and Nashville wins."""
    outcome = approval.count(ballots(MN=42, NC=26, CK=15, KC=17), 1, LEVEL_OF_CITIES)
    assert outcome.elected == ("N",)
    assert outcome.rounds[-1].votes == {"M": 42, "N": 68, "C": 58, "K": 32}


def test_the_capital_of_tennessee():
    """The example of Wikipedia's "Instant-runoff voting": Knoxville wins in the third round, 58 to 42."""
    cast = ballots(MNCK=42, NCKM=26, CKNM=15, KCNM=17)
    outcome = runoff.count(cast, LEVEL_OF_CITIES)
    assert outcome.elected == ("K",)
    assert [round_.excluded for round_ in outcome.rounds] == ["C", "N", ""]
    assert outcome.rounds[-1].votes == {"K": 58, "M": 42}


def test_the_party_that_chooses_three_foods():
    """The example of Wikipedia's "Single transferable vote": twenty guests, three foods, a quota of six."""
    cast = ballots(O=4, PO=2, CS=8, CH=4, S=1, H=1)
    outcome = transfer.count(cast, 3, {food: place for place, food in enumerate("OPCSH")})
    assert outcome.quota == 6
    assert outcome.elected == ("C", "O", "S")
    after_surplus = outcome.rounds[1].votes
    assert (after_surplus["S"], after_surplus["H"], after_surplus["O"], after_surplus["P"]) == (5, 3, 4, 2)
    assert [round_.excluded for round_ in outcome.rounds] == ["", "P", "H", ""]


def test_a_surplus_moves_in_exact_parts():
    """Seven of A, of whom five go on to B and two to C, with a quota of four: 3/7 of each ballot."""
    outcome = transfer.count(ballots(AB=5, AC=2, D=2, C=1), 2, LEVEL)
    assert outcome.quota == 4
    moved = outcome.rounds[1].votes
    assert (moved["A"], moved["B"], moved["C"]) == (4, Fraction(15, 7), 1 + Fraction(6, 7))
    assert outcome.elected[0] == "A"


def test_nobody_is_elected_by_nobody():
    assert transfer.count([(), ()], 2, LEVEL).elected == runoff.count([], LEVEL).elected == ()


@given(ranked, st.integers(1, 3), st.randoms())
def test_recounts_agree_whatever_the_order_of_the_ballots(cast, seats, random: Random):
    shuffled = random.sample(cast, len(cast))
    assert transfer.count(cast, seats, LEVEL) == transfer.count(shuffled, seats, LEVEL)
    assert runoff.count(cast, LEVEL) == runoff.count(shuffled, LEVEL)
    assert approval.count(cast, seats, LEVEL) == approval.count(shuffled, seats, LEVEL)


@given(ranked, st.integers(1, 5))
def test_approval_is_what_a_slow_reckoning_finds(cast, seats):
    assert approval.count(cast, seats, LEVEL).elected == slow_approval(cast, seats)


@given(ranked)
def test_the_run_off_is_what_a_slow_reckoning_finds(cast):
    assert runoff.count(cast, LEVEL).elected == slow_runoff(cast, list(OPTIONS))


@given(ranked, st.integers(1, 4))
def test_the_transfer_is_what_a_slow_reckoning_finds(cast, seats):
    assert transfer.count(cast, seats, LEVEL).elected == slow_transfer(cast, seats)


@given(ranked, st.integers(1, 4))
def test_no_part_of_a_vote_is_made_or_doubled(cast, seats):
    valid = sum(1 for ballot in cast if ballot)
    for round_ in transfer.count(cast, seats, LEVEL).rounds:
        assert sum(round_.votes.values()) <= valid


@given(ranked)
def test_one_place_by_transfer_is_the_run_off(cast):
    assert transfer.count(cast, 1, LEVEL).elected == runoff.count(cast, LEVEL).elected


@given(st.lists(st.integers(1, 10**6), unique=True, min_size=1), st.randoms())
def test_the_order_of_ties_is_the_same_for_everybody(roll, random: Random):
    known = ties.seed(7, roll)
    assert known == ties.seed(7, random.sample(roll, len(roll)))
    assert ties.places(known, OPTIONS) == ties.places(known, reversed(OPTIONS))
    assert known != ties.seed(8, roll)


# --- Slow reckonings, ballot by ballot --------------------------------------------------------------------------------


def slow_approval(cast, seats):
    """One place after the other, to whom most name of those who are left."""
    elected, standing = [], list(OPTIONS)
    while len(elected) < seats and standing:
        most = max(standing, key=lambda option: sum(option in ballot for ballot in cast))
        if not any(most in ballot for ballot in cast):
            break
        standing.remove(most)
        elected.append(most)
    return tuple(elected)


def slow_runoff(cast, standing):
    cast = [[option for option in ballot if option in standing] for ballot in cast]
    cast = [ballot for ballot in cast if ballot]
    if not cast:
        return ()
    if len(standing) == 1:
        return (standing[0],)
    heads = [ballot[0] for ballot in cast]
    for option in standing:
        if heads.count(option) > len(heads) / 2:
            return (option,)
    fewest = min(heads.count(option) for option in standing)
    goes = [option for option in standing if heads.count(option) == fewest][-1]
    return slow_runoff(cast, [option for option in standing if option != goes]) or ()


def slow_transfer(cast, seats):
    """Every ballot by itself: where it lies, and what it weighs."""
    papers = [[ballot, ballot[0], Fraction(1)] for ballot in cast if ballot]
    if not papers:
        return ()
    quota = len(papers) // (seats + 1) + 1
    hopeful, elected, waiting = list(OPTIONS), [], []

    def votes(option):
        return sum(weight for _, at, weight in papers if at == option)

    def move(option, share):
        for paper in [paper for paper in papers if paper[1] == option]:
            to = next((name for name in paper[0] if name in hopeful), None)
            papers.append([paper[0], to, paper[2] * share])
            paper[2] *= 1 - share

    while True:
        for option in sorted([one for one in hopeful if votes(one) >= quota], key=lambda one: (-votes(one), one)):
            hopeful.remove(option)
            elected.append(option)
            waiting.append(option)
        if len(elected) == seats or len(elected) + len(hopeful) <= seats:
            rest = sorted(hopeful, key=lambda one: (-votes(one), one))
            return tuple(elected + (rest if len(elected) < seats else []))
        waiting = sorted([one for one in waiting if votes(one) > quota], key=lambda one: (-votes(one), one))
        if waiting:
            option = waiting.pop(0)
            move(option, (votes(option) - quota) / votes(option))
        else:
            option = sorted(hopeful, key=lambda one: (-votes(one), one))[-1]
            hopeful.remove(option)
            move(option, Fraction(1))
