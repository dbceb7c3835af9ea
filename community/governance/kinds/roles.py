"""Giving somebody a role by vote, and recalling somebody from theirs."""

from typing import Literal

from community import access
from community.access import Role
from community.errors import InvalidInput, NotFound
from community.governance import actions, terms
from community.governance.actions import Action, Method, Prepared
from community.governance.models import Proposal
from community.members import people
from community.members.models import Member
from community.moderation.audit import Moderator
from community.roles import recording
from community.shapes import Shape


class GiveRole(Shape):
    member: int
    role: Literal["admin", "moderator", "host", "greeter", "expert", "contributor"]


class Recall(Shape):
    member: int


def register() -> None:
    actions.register("role", Action(GiveRole, prepare_role, give, "member.role"))
    actions.register("recall", Action(Recall, prepare_recall, recall, "member.role"))


def present(community_id: int, member_id: int) -> Member:
    """Somebody of a community who has an account; raises `not_found`."""
    rows = Member.objects.present().exclude(user=None).filter(community=community_id, pk=member_id)
    if found := rows.first():
        return found
    raise NotFound("member")


def prepare_role(author: Member, wanted: GiveRole) -> Prepared:
    member = present(author.community_id, wanted.member)
    if not access.outranks(wanted.role, member.role):
        raise InvalidInput("input.invalid", "They hold this role, or a higher one.", fields={"role": "unchanged"})
    return Prepared({"member": member.pk, "role": wanted.role}, about=member)


def prepare_recall(author: Member, wanted: Recall) -> Prepared:
    member = present(author.community_id, wanted.member)
    if not access.outranks(member.role, Role.MEMBER):
        raise InvalidInput("input.invalid", "They hold no role to be recalled from.", fields={"member": "unchanged"})
    return Prepared({"member": member.pk, "role": member.role}, about=member, method=Method.TWO_THIRDS)


def give(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `not_found` for somebody who left; whoever holds a higher role by now keeps it."""
    by.require("member.role")
    member, role = present(proposal.community_id, proposal.data["member"]), Role(proposal.data["role"])
    if access.outranks(role, member.role):
        people.put_role(member, role, recording.cause(by, "give role"))


def recall(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `not_found` for somebody who left, `member.last_owner` for the last owner."""
    by.require("member.role")
    member = present(proposal.community_id, proposal.data["member"])
    people.put_role(member, Role.MEMBER, recording.cause(by, "recall"))
    terms.forget(member)
