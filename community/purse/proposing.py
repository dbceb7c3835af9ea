"""Spending points by vote."""

from typing import Annotated

from pydantic import Field

from community.governance import actions
from community.governance.actions import Action, Method, Prepared
from community.governance.kinds.roles import present
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation.audit import Moderator
from community.points import ledger, listing
from community.purse import spending
from community.shapes import Shape

PEOPLE = 20  # who are given points by one vote


class SpendPoints(Shape):
    """So many points to each of them; for what, the title says."""

    members: Annotated[list[int], Field(min_length=1, max_length=PEOPLE)]
    amount: Annotated[int, Field(ge=1, le=ledger.MOST)]


def register() -> None:
    actions.register("spend", Action(SpendPoints, prepare, carry_out, "points.give"))


def prepare(author: Member, wanted: SpendPoints) -> Prepared:
    """More than half of what the purse holds takes two thirds. Raises `not_found` for somebody who is not there."""
    ids = list(dict.fromkeys(wanted.members))
    people = [present(author.community_id, pk) for pk in ids]
    held = listing.balance(ledger.purse(author.community_id))
    is_much = 2 * wanted.amount * len(ids) > held
    return Prepared(
        {"members": ids, "amount": wanted.amount},
        about=people[0] if len(people) == 1 else None,
        method=Method.TWO_THIRDS if is_much else Method.MAJORITY,
    )


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `not_found` where one of them has left, `points.too_few` where the purse holds too little by now."""
    takers = [present(proposal.community_id, pk) for pk in proposal.data["members"]]
    told = {"key": f"proposal:{proposal.pk}", "why": proposal.title}
    spending.spend(by, takers, proposal.data["amount"], **told)
