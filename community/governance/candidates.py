"""Standing for election, while it is discussed."""

from django.db import transaction

from community import access
from community.errors import Conflict, Forbidden, NotFound
from community.governance.models import Candidate, Proposal
from community.members.models import Member
from community.moderation import wordlists


@transaction.atomic
def stand(member: Member, proposal: Proposal, words: str) -> Candidate:
    """Put oneself up, or say something else about it.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`; `election.higher` for who holds a higher role.
        Conflict: `proposal.closed`: candidates are known when the vote opens.
    """
    access.require(member, "proposal.create")
    wordlists.require_clean(member.community_id, words)
    held = _in_discussion(proposal)
    if access.outranks(member.role, held.data["role"]):
        raise Forbidden("election.higher", "Your role is higher than this.", role=held.data["role"])
    return Candidate.objects.update_or_create(proposal=held, member=member, defaults={"words": words})[0]


@transaction.atomic
def step_back(member: Member, proposal: Proposal) -> None:
    """Stand no more. Twice is once."""
    _in_discussion(proposal).candidates.filter(member=member).delete()


def _in_discussion(proposal: Proposal) -> Proposal:
    held = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if held.kind != "election":
        raise NotFound("election")
    if held.state != Proposal.State.DISCUSSION:
        raise Conflict("proposal.closed", "It is not in discussion any more.", state=held.state)
    return held
