"""Instant run-off for one place: the last is left out and their ballots move on, until one has more than half."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from community.governance.tally.outcomes import Ballot, Outcome, Round, cleaned


def count(ballots: Iterable[Ballot], places: Mapping[str, int]) -> Outcome:
    """Count ranked ballots for one place. Of options that are last together, the last in the order goes.

    Args:
        places: the order that decides ties, with every option in it.
    """
    papers, standing = Counter(cleaned(ballots, places)), set(places)
    rounds: list[Round] = []
    while papers and standing:
        votes = _firsts(papers, standing)
        leader = min(standing, key=lambda option: (-votes[option], places[option]))
        if 2 * votes[leader] > sum(votes.values()) or len(standing) == 1:
            return Outcome((leader,), (*rounds, Round(votes, (leader,))))
        last = max(standing, key=lambda option: (-votes[option], places[option]))
        standing.remove(last)
        rounds.append(Round(votes, excluded=last))
    return Outcome((), tuple(rounds))


def _firsts(papers: Mapping[Ballot, int], standing: set[str]) -> dict[str, Fraction]:
    votes = dict.fromkeys(sorted(standing), Fraction(0))
    for ballot, copies in papers.items():
        if first := next((option for option in ballot if option in standing), None):
            votes[first] += copies
    return votes
