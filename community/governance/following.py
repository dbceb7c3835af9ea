"""Where lent votes go when a vote is counted: by the loans as they stand at that moment, among those on the roll."""

from collections import Counter
from collections.abc import Iterable

from community.governance import lending
from community.governance.models import LentVote, Proposal
from community.governance.tally import lending as ways
from community.governance.tally import ties
from community.governance.tally.lending import Fate, Way


def settle(proposal: Proposal) -> None:
    """Write down what becomes of each vote that was lent and not cast; nothing where votes are not lent."""
    if not proposal.lending:
        return
    lines = {member: pk for pk, member in proposal.voters.values_list("pk", "member")}
    standing = lending.standing(proposal.community_id, proposal.kind)
    lent = {lines[giver]: lines[to] for giver, to in standing.items() if giver in lines and to in lines}
    voted = frozenset(proposal.voters.filter(voted=True).values_list("pk", flat=True))
    found = ways.settle(lent, voted, proposal.roll, order(proposal.seed, lent))
    LentVote.objects.bulk_create([_kept(proposal, lent, line, way) for line, way in found.items()], batch_size=1000)


def order(seed: str, lines: Iterable[int]) -> dict[int, int]:
    """An order of lines of the roll that was fixed when the vote opened."""
    return {int(line): place for line, place in ties.places(seed, map(str, lines)).items()}


def carried(proposal: Proposal) -> Counter[int]:
    """How many lent votes count with each ballot, by its line of the roll."""
    rows = LentVote.objects.filter(proposal=proposal, fate=Fate.COUNTED)
    return Counter(rows.values_list("carrier", flat=True))


def told(proposal: Proposal) -> dict[str, int]:
    """How many lent votes came to which end."""
    return dict(sorted(Counter(LentVote.objects.filter(proposal=proposal).values_list("fate", flat=True)).items()))


def _kept(proposal: Proposal, lent: dict[int, int], line: int, way: Way) -> LentVote:
    return LentVote(line_id=line, proposal=proposal, to_id=lent[line], carrier_id=way.carrier, fate=way.fate)
