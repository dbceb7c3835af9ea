"""Single transferable vote for several places: Droop quota, weighted inclusive Gregory surplus, exact fractions.

The rules are those of Scotland's local elections (Scottish Local Government Elections Order 2007, schedule 1),
with fractions instead of five decimals, and with ties decided by the vote's own order instead of by lot.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from community.governance.tally.outcomes import Ballot, Outcome, Round, cleaned

Pile = dict[Ballot, Fraction]


class _Count:
    """The piles of ballots on the table."""

    def __init__(self, ballots: list[Ballot], seats: int, places: Mapping[str, int]) -> None:
        self.seats, self.places = seats, places
        self.quota = len(ballots) // (seats + 1) + 1
        self.standing = set(places)
        self.piles: dict[str, Pile] = {option: {} for option in places}
        self.elected: list[str] = []
        self.surpluses: list[str] = []  # elected, and what they have too much of not handed on yet
        for ballot, copies in Counter(ballots).items():
            self._put(ballot, Fraction(copies))

    def votes(self, option: str) -> Fraction:
        return sum(self.piles[option].values(), Fraction(0))

    def best_first(self, options: Iterable[str]) -> list[str]:
        return sorted(options, key=lambda option: (-self.votes(option), self.places[option]))

    def elect(self, options: list[str]) -> None:
        self.elected += options
        self.surpluses += options
        self.standing -= set(options)

    def hand_on_surplus(self) -> bool:
        """Hand on the largest surplus, every ballot of the pile at the same share of its weight."""
        waiting = [option for option in self.best_first(self.surpluses) if self.votes(option) > self.quota]
        self.surpluses = waiting[1:]
        if not waiting:
            return False
        option = waiting[0]
        votes = self.votes(option)
        share = (votes - self.quota) / votes
        self._move(option, share)
        self.piles[option] = {ballot: weight * (1 - share) for ballot, weight in self.piles[option].items()}
        return True

    def exclude_last(self) -> str:
        last = self.best_first(self.standing)[-1]
        self.standing.remove(last)
        self._move(last, Fraction(1))
        self.piles[last] = {}
        return last

    def _move(self, option: str, share: Fraction) -> None:
        for ballot, weight in self.piles[option].items():
            self._put(ballot, weight * share)

    def _put(self, ballot: Ballot, weight: Fraction) -> None:
        """Onto the pile of the first preference that still stands; where there is none, it is spent."""
        if following := next((option for option in ballot if option in self.standing), None):
            pile = self.piles[following]
            pile[ballot] = pile.get(ballot, Fraction(0)) + weight


def count(ballots: Iterable[Ballot], seats: int, places: Mapping[str, int]) -> Outcome:
    """Count ranked ballots for several places.

    Args:
        places: the order that decides ties, with every option in it.
    """
    table = _Count(cleaned(ballots, places), seats, places)
    if not any(table.piles.values()):
        return Outcome((), (), table.quota)
    rounds: list[Round] = []
    while True:
        votes = {option: table.votes(option) for option in sorted(places)}
        reached = table.best_first(option for option in table.standing if votes[option] >= table.quota)
        table.elect(reached)
        rest = table.best_first(table.standing)
        if len(table.elected) + len(rest) <= seats:
            table.elect(rest)
            return Outcome(tuple(table.elected), (*rounds, Round(votes, (*reached, *rest))), table.quota)
        if len(table.elected) == seats:
            return Outcome(tuple(table.elected), (*rounds, Round(votes, tuple(reached))), table.quota)
        excluded = "" if table.hand_on_surplus() else table.exclude_last()
        rounds.append(Round(votes, tuple(reached), excluded))
