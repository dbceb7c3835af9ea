"""Votes in few lines: `ended(opened(proposed(ben, "rules", text="Be kind.")))`."""

from datetime import timedelta
from uuid import uuid4

from community.clock import now
from community.governance import ballots, closing, proposals
from community.governance.models import Proposal
from community.members.models import Community, Member


def proposed(author: Member, kind: str, title: str = "A proposal", **data: object) -> Proposal:
    return proposals.propose(author, kind, title, "Because it is better.", data, client_id=uuid4())


def opened(proposal: Proposal, by: Member | None = None) -> Proposal:
    """Discussed long enough, and put to the vote."""
    Proposal.objects.filter(pk=proposal.pk).update(discussed_until=now())
    proposal.refresh_from_db()
    return proposals.open_vote(by or proposal.author, proposal)


def voted(proposal: Proposal, choice: str, *voters: Member) -> None:
    for voter in voters:
        ballots.cast(voter, proposal, choice.split(), uuid4().hex)


def ended(proposal: Proposal) -> Proposal:
    """Its time is over and a worker has come by."""
    Proposal.objects.filter(pk=proposal.pk).update(closes_at=now() - timedelta(seconds=1))
    for pk in closing.due():
        closing.close(pk)
    return fresh(proposal)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def rules_of(community: Community) -> str:
    return Community.objects.get(pk=community.pk).rules
