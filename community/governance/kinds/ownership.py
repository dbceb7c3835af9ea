"""Handing the community over by vote: whoever owned it before looks after it as an admin."""

from django.db.models import Q

from community.access import Role
from community.errors import Conflict, InvalidInput, NotFound
from community.governance import actions, phases, terms
from community.governance.actions import Action, Method, Prepared
from community.governance.kinds.roles import present
from community.governance.models import Charter, Proposal
from community.members import people
from community.members.models import Member
from community.moderation.audit import Moderator
from community.roles import recording
from community.shapes import Shape


class HandOver(Shape):
    member: int


def register() -> None:
    actions.register("owner", Action(HandOver, prepare, carry_out, "member.role"))


def prepare(author: Member, wanted: HandOver) -> Prepared:
    member = present(author.community_id, wanted.member)
    owners = Member.objects.present().filter(community=author.community_id, role=Role.OWNER)
    if not owners.exclude(pk=member.pk).exists():
        raise InvalidInput("input.invalid", "They are the owner.", fields={"member": "unchanged"})
    return Prepared({"member": member.pk}, about=member, method=Method.TWO_THIRDS)


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Have exactly one owner afterwards.

    Raises:
        NotFound: they left.
        Conflict: `governance.moved` where the members do not govern themselves any more.
    """
    by.require("member.role")
    # Two votes that end at once: the second finds the owner whom the first made.
    charter = Charter.objects.select_for_update().get(pk=proposal.community_id)
    if charter.phase != phases.Phase.SELF:
        raise Conflict("governance.moved", "The community has moved on meanwhile.")
    heir, *before = _concerned(proposal.community_id, proposal.data["member"])
    people.put_role(heir, Role.OWNER, recording.cause(by, "elect owner"))
    terms.forget(heir)
    for member in before:
        people.put_role(member, Role.ADMIN, recording.cause(by, "hand over"))


def _concerned(community_id: int, heir_id: int) -> list[Member]:
    """Who becomes the owner, and then all others who are, locked."""
    rows = Member.objects.present().exclude(user=None).filter(community=community_id)
    held = rows.filter(Q(pk=heir_id) | Q(role=Role.OWNER)).select_for_update(no_key=True).order_by("pk")
    found = sorted(held, key=lambda member: member.pk != heir_id)
    if not found or found[0].pk != heir_id:
        raise NotFound("member")
    return found
