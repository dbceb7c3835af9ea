"""Elections: candidates put themselves up, the ballots rank them, and the role ends with its term."""

from typing import Annotated, Literal

from pydantic import Field

from community.access import Role
from community.errors import Conflict, NotFound
from community.governance import actions, terms
from community.governance.actions import Action, Method, Prepared
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation.audit import Moderator
from community.shapes import Shape


class HoldElection(Shape):
    role: Literal["moderator", "host"] = "moderator"
    seats: Annotated[int, Field(ge=1, le=12)] = 1
    days: Annotated[int, Field(ge=7, le=730)] = 180


def register() -> None:
    actions.register("election", Action(HoldElection, prepare, carry_out, "member.role", require_candidates))


def prepare(author: Member, wanted: HoldElection) -> Prepared:
    return Prepared(wanted.model_dump(), method=Method.RANKED, seats=wanted.seats)


def require_candidates(proposal: Proposal) -> None:
    if not proposal.candidates.exists():
        raise Conflict("election.no_candidates", "Nobody has put themselves up yet.")


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `not_found` where all who were elected have left; `election.in_term` where somebody holds a term."""
    by.require("member.role")
    keys = [int(key) for key in elected]
    chosen = Member.objects.present().exclude(user=None).filter(community=proposal.community_id, pk__in=keys)
    winners = list(chosen.select_for_update(no_key=True).order_by("pk"))  # nobody changes their roles meanwhile
    if not winners:
        raise NotFound("member")
    for winner in winners:
        terms.begin(by, proposal, winner, Role(proposal.data["role"]), proposal.data["days"])
