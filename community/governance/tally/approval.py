"""Approval: everybody names as many options as they like; those named most often win."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from community.governance.tally.outcomes import Ballot, Outcome, Round, cleaned


def count(ballots: Iterable[Ballot], seats: int, places: Mapping[str, int]) -> Outcome:
    """The options approved most.

    Args:
        places: the order that decides ties, with every option in it.
    """
    named = Counter(option for ballot in cleaned(ballots, places) for option in ballot)
    ranked = sorted(places, key=lambda option: (-named[option], places[option]))
    elected = tuple(option for option in ranked[:seats] if named[option])
    return Outcome(elected, (Round({option: Fraction(named[option]) for option in places}, elected),))
