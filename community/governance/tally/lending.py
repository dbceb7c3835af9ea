"""Lent votes: whoever does not vote has lent their voice to somebody, who may have lent it on to somebody else.

Numbers stand for lines of the roll. What a ballot may weigh is bounded, because a few who carry many votes decide what
most of those never looked at: Kling et al., "Voting Behaviour and Power in Online Democracy" (ICWSM 2015), found such
super-voters in the LiquidFeedback of a party.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

LONGEST = 5  # steps from whoever lends to whoever votes
SHARE = 10  # percent of the roll that one ballot may weigh
FEWEST = 2  # which it may weigh in any case: one's own and another


class Fate(StrEnum):
    """What became of a lent vote."""

    COUNTED = "counted"
    NOBODY = "nobody"  # along the way nobody voted
    CIRCLE = "circle"  # it comes back to where it was
    TOO_LONG = "too_long"
    OVER = "over"  # whoever carries it carries as much as one may


@dataclass(frozen=True)
class Way:
    """The way of a lent vote.

    Attributes:
        carrier: whose ballot it comes to, if any.
        steps: to there.
    """

    carrier: int | None
    steps: int
    fate: Fate


def most(roll: int) -> int:
    """How much one ballot may weigh, the carrier's own vote included."""
    return max(FEWEST, roll * SHARE // 100)


def settle(lent: Mapping[int, int], voted: Container[int], roll: int, places: Mapping[int, int]) -> dict[int, Way]:
    """What becomes of the votes of all who lent theirs and did not vote.

    Args:
        lent: to whom each lends.
        places: an order that nobody can choose; of those who are equally near, it says who is counted.
    """
    ways = {giver: follow(lent, voted, giver) for giver in lent if giver not in voted}
    carried: dict[int, list[int]] = defaultdict(list)
    for giver, way in ways.items():
        if way.carrier is not None:
            carried[way.carrier].append(giver)
    for givers in carried.values():
        nearest_first = sorted(givers, key=lambda giver: (ways[giver].steps, places[giver]))
        for giver in nearest_first[most(roll) - 1 :]:
            ways[giver] = replace(ways[giver], fate=Fate.OVER)
    return ways


def follow(lent: Mapping[int, int], voted: Container[int], giver: int) -> Way:
    """From one to the next until somebody has voted."""
    at, seen = giver, {giver}
    for steps in range(1, LONGEST + 1):
        if at not in lent:
            return Way(None, steps - 1, Fate.NOBODY)
        at = lent[at]
        if at in voted:
            return Way(at, steps, Fate.COUNTED)
        if at in seen:
            return Way(None, steps, Fate.CIRCLE)
        seen.add(at)
    return Way(None, LONGEST, Fate.TOO_LONG if at in lent else Fate.NOBODY)


def weights(ways: Mapping[int, Way]) -> Counter[int]:
    """How many lent votes each carries besides their own."""
    return Counter(way.carrier for way in ways.values() if way.fate == Fate.COUNTED and way.carrier is not None)


def comes_back(lent: Mapping[int, int], giver: int) -> bool:
    """Whether somebody's vote would come back to them, however long the way."""
    at, seen = lent.get(giver), {giver}
    while at is not None and at not in seen:
        seen.add(at)
        at = lent.get(at)
    return at == giver


def longest_through(lent: Mapping[int, int], giver: int) -> int:
    """The steps of the longest way that passes somebody, where none comes back; beyond the bound, more than it."""
    before = _steps_to(lent, giver)
    after, at = 0, giver
    while at in lent and after <= LONGEST:
        at, after = lent[at], after + 1
    return before + after


def _steps_to(lent: Mapping[int, int], giver: int) -> int:
    behind: dict[int, list[int]] = defaultdict(list)
    for one, to in lent.items():
        behind[to].append(one)
    steps, row = 0, behind[giver]
    while row and steps <= LONGEST:
        steps, row = steps + 1, list(_all_behind(behind, row))
    return steps


def _all_behind(behind: Mapping[int, list[int]], row: Iterable[int]) -> Iterable[int]:
    return (one for to in row for one in behind.get(to, ()))
