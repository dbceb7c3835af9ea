"""What comes of a count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Ballot = tuple[str, ...]


@dataclass(frozen=True)
class Round:
    """One look at the piles.

    Attributes:
        votes: by option.
        elected: who won a place now.
        excluded: who is left out from here on.
    """

    votes: Mapping[str, Fraction]
    elected: tuple[str, ...] = ()
    excluded: str = ""


@dataclass(frozen=True)
class Outcome:
    """The end of a count.

    Attributes:
        elected: the options that won, in the order in which they did.
        quota: the votes that were enough for a place, where the method has such a number.
    """

    elected: tuple[str, ...]
    rounds: tuple[Round, ...]
    quota: int | None = None


def cleaned(ballots: Iterable[Ballot], options: Iterable[str]) -> list[Ballot]:
    """The ballots that say something, without options that are not there (any more) and without repetitions."""
    known = set(options)
    kept = (tuple(dict.fromkeys(option for option in ballot if option in known)) for ballot in ballots)
    return [ballot for ballot in kept if ballot]
