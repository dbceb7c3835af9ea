"""Voting: once a member, and changed as often as they like until the end."""

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction

from community import access
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput
from community.governance import surveys
from community.governance.models import Proposal, Urn, Voter
from community.members.models import Member

_MARK = 20  # characters: 80 bits, short enough to be compared by eye


def mark_of(proposal_id: int, receipt: str) -> str:
    """What the published list says of a ballot: who has the receipt finds it, and nobody finds the receipt from it."""
    return sha256(f"{proposal_id}:{receipt}".encode()).hexdigest()[:_MARK]


@transaction.atomic
def cast(member: Member, proposal: Proposal, choice: Sequence[str], receipt: str) -> str:
    """Vote, or vote otherwise. Gives the mark of a secret ballot.

    Args:
        choice: keys of options, the first preferred where they are ranked; none abstains.
        receipt: of a secret vote, a random text of the voter's own: who has it can change the ballot and find it.

    Raises:
        Forbidden: `forbidden`; `ballot.not_on_roll`.
        Conflict: `ballot.closed`; `ballot.cast` for who voted by another receipt.
        InvalidInput: `input.invalid`.
    """
    access.require(member, "proposal.vote")
    held = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if held.state != Proposal.State.VOTING or held.closes_at is None or held.closes_at <= now():
        raise Conflict("ballot.closed", "Nobody votes on this now.", state=held.state)
    line = surveys.line_of(held, member)
    if line is None:
        raise Forbidden("ballot.not_on_roll", "The roll was drawn up before you could be on it.")
    checked = _checked(held, choice)
    if held.secret:
        return _into_urn(held, line, checked, receipt)
    Voter.objects.filter(pk=line.pk).update(voted=True, choice=checked)
    return ""


def _into_urn(proposal: Proposal, line: Voter, choice: list[str], receipt: str) -> str:
    if not receipt:
        raise InvalidInput("input.invalid", "A secret ballot has a receipt.", fields={"receipt": "missing"})
    mark = mark_of(proposal.pk, receipt)
    urn = Urn.objects.select_for_update().get(pk=proposal.pk)
    is_first = Voter.objects.filter(pk=line.pk, voted=False).update(voted=True)
    if bool(is_first) == (mark in urn.ballots):
        raise Conflict("ballot.cast", "You have voted: who has your receipt can change it.")
    urn.ballots[mark] = choice
    urn.save(update_fields=["ballots"])
    return mark


def _checked(proposal: Proposal, choice: Sequence[str]) -> list[str]:
    """The choice as it is counted; raises `input.invalid` for what is not to be chosen."""
    known = {option["key"] for option in proposal.options}
    several = proposal.method in (Proposal.Method.APPROVAL, Proposal.Method.RANKED)
    if len(set(choice)) != len(choice) or not known.issuperset(choice) or (len(choice) > 1 and not several):
        raise InvalidInput("input.invalid", "Choose from what is on the ballot.", fields={"choice": "unknown"})
    return list(choice) if proposal.method == Proposal.Method.RANKED else sorted(choice)
