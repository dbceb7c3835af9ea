"""The count of one vote: which method, and what is kept of it for everybody who recounts."""

from typing import Any

from community.governance import following
from community.governance.models import Proposal, Urn
from community.governance.tally import approval, runoff, shares, ties, transfer
from community.governance.tally.outcomes import Ballot, Outcome
from community.members.models import Member

Method = Proposal.Method


def ballots(proposal: Proposal) -> list[Ballot]:
    """All that were cast, in no order that tells anything; of an open vote each as often as it counts."""
    if proposal.secret:
        return [tuple(choice) for _, choice in sorted(Urn.objects.get(pk=proposal.pk).ballots.items())]
    lent = following.carried(proposal)
    lines = proposal.voters.filter(voted=True).values_list("pk", "choice")
    return [tuple(choice or ()) for pk, choice in lines for _ in range(1 + lent[pk])]


def count(proposal: Proposal, cast: list[Ballot], gone: list[str]) -> Outcome:
    """What the ballots decide.

    Args:
        gone: options that cannot win any more; ballots move on past them.
    """
    keys = [option["key"] for option in proposal.options if option["key"] not in gone]
    places = ties.places(proposal.seed, keys)
    match proposal.method:
        case Method.TWO_THIRDS:
            return shares.two_thirds(cast)
        case Method.APPROVAL:
            return approval.count(cast, proposal.seats, places)
        case Method.RANKED if proposal.seats > 1:
            return transfer.count(cast, proposal.seats, places)
        case Method.RANKED:
            return runoff.count(cast, places)
    return shares.majority(cast)


def gone(proposal: Proposal) -> list[str]:
    """Candidates who have left the community since the vote opened."""
    if proposal.kind != "election":
        return []
    keys = [option["key"] for option in proposal.options]
    present = set(
        Member.objects.present()
        .exclude(user=None)
        .filter(pk__in=[int(key) for key in keys])
        .values_list("pk", flat=True)
    )
    return [key for key in keys if int(key) not in present]


def has_quorum(proposal: Proposal, turnout: int) -> bool:
    return turnout > 0 and turnout * 100 >= proposal.quorum * proposal.roll


def kept(outcome: Outcome, gone: list[str], lent: dict[str, int], *, quorum: bool) -> dict[str, Any]:
    """A count as JSON; votes are exact: whole numbers, or fractions such as 15/7."""
    rounds = [
        {
            "votes": {key: str(votes) for key, votes in one.votes.items()},
            "elected": list(one.elected),
            "excluded": one.excluded,
        }
        for one in outcome.rounds
    ]
    elected = list(outcome.elected) if quorum else []
    told = {"elected": elected, "rounds": rounds, "quota": outcome.quota, "gone": gone, "quorum": quorum}
    return told | {"lent": lent}
