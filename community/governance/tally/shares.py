"""Yes or no: more than half, or two thirds, of the votes cast for one or the other. Abstentions are not among them."""

from collections.abc import Iterable
from fractions import Fraction

from community.governance.tally.outcomes import Ballot, Outcome, Round, cleaned

YES, NO = "yes", "no"
OPTIONS = (YES, NO)


def majority(ballots: Iterable[Ballot]) -> Outcome:
    """More yes than no; level is no."""
    yes, no = _counted(ballots)
    return _outcome(yes, no, accepted=yes > no)


def two_thirds(ballots: Iterable[Ballot]) -> Outcome:
    """At least two yes for each no, and somebody who said yes."""
    yes, no = _counted(ballots)
    return _outcome(yes, no, accepted=yes > 0 and yes >= 2 * no)


def _counted(ballots: Iterable[Ballot]) -> tuple[int, int]:
    first = [ballot[0] for ballot in cleaned(ballots, OPTIONS)]
    return first.count(YES), first.count(NO)


def _outcome(yes: int, no: int, *, accepted: bool) -> Outcome:
    elected = (YES,) if accepted else ()
    return Outcome(elected, (Round({YES: Fraction(yes), NO: Fraction(no)}, elected),))
