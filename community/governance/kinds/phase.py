"""Moving on to the next phase, or back, one step at a time."""

from typing import Literal

from community.errors import Conflict, InvalidInput
from community.governance import actions, charters, phases
from community.governance.actions import Action, Method, Prepared
from community.governance.models import Charter, Proposal
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.shapes import Shape


class MoveOn(Shape):
    phase: Literal["led", "mixed", "self"]


def register() -> None:
    actions.register("phase", Action(MoveOn, prepare, carry_out, "charter.edit"))


def prepare(author: Member, wanted: MoveOn) -> Prepared:
    before = phases.of(author.community_id)
    if not is_a_step(before, wanted.phase):
        raise InvalidInput("input.invalid", "One step at a time.", fields={"phase": "out_of_range"})
    return Prepared({"phase": wanted.phase, "before": before}, method=Method.TWO_THIRDS)


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `governance.moved` where the community has moved on meanwhile."""
    move(by, charters.of(proposal.community_id), proposal.data["before"], proposal.data["phase"])


def move(by: Moderator, charter: Charter, before: str, phase: str) -> None:
    by.require("charter.edit")
    if not Charter.objects.filter(pk=charter.pk, phase=before).update(phase=phase):
        raise Conflict("governance.moved", "The community has moved on meanwhile.")
    audit.record(by, "move phase", charter, charter.pk, None, before=before, phase=phase)


def is_a_step(before: str, phase: str) -> bool:
    order = [str(one) for one in phases.ORDER]
    return abs(order.index(before) - order.index(phase)) == 1
