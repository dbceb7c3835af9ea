"""A survey asks everybody who is there before its end: whoever joins meanwhile answers too.

It decides nothing, so its roll need not be fixed when it opens, and is completed when it closes. Votes that decide
keep the roll of their opening.
"""

from community import access
from community.clock import now
from community.governance import roll, telling
from community.governance.models import Proposal, Voter
from community.members.models import Member


def line_of(proposal: Proposal, member: Member) -> Voter | None:
    """The member's line of the roll; in a survey they get one with their first answer. Under the proposal's lock."""
    if proposal.survey:
        return Voter.objects.get_or_create(proposal=proposal, member=member)[0]
    return proposal.voters.filter(member=member).first()


def is_asked(proposal: Proposal, member: Member) -> bool:
    """Whether a member without a line of the roll may answer all the same."""
    return proposal.survey and proposal.is_open() and access.can(member, "proposal.vote")


def complete(proposal: Proposal) -> None:
    """Put everybody on the roll who could have answered and did not, at the end."""
    if not proposal.survey:
        return
    missing = roll.people(proposal.community_id).exclude(pk__in=proposal.voters.values("member"))
    roll.write(proposal, list(missing.order_by("pk").values_list("pk", flat=True)))
    proposal.roll = proposal.voters.count()


def invite(member: Member) -> None:
    """Ask whoever has just joined."""
    if not access.can(member, "proposal.vote"):
        return
    asked = Proposal.objects.filter(community=member.community_id, state=Proposal.State.VOTING, survey=True)
    for proposal in asked.filter(closes_at__gt=now()).select_related("author").order_by("pk"):
        telling.invite(member, proposal)
