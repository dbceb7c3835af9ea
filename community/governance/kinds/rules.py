"""Changing the rules by vote: the text that was voted on, and only if the rules still are those that it changes."""

from typing import Annotated

from pydantic import StringConstraints

from community.errors import Conflict, InvalidInput
from community.governance import actions
from community.governance.actions import Action, Method, Prepared
from community.governance.models import Proposal
from community.members.models import Community, Member
from community.moderation.audit import Moderator
from community.rules import changing
from community.shapes import Shape


class VoteOnRules(Shape):
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
    secret: bool = True


def register() -> None:
    actions.register("rules", Action(VoteOnRules, prepare, carry_out, "community.edit"))


def prepare(author: Member, wanted: VoteOnRules) -> Prepared:
    before = Community.objects.values_list("rules", flat=True).get(pk=author.community_id)
    if wanted.text == before.strip():
        raise InvalidInput("input.invalid", "These are the rules already.", fields={"text": "unchanged"})
    return Prepared({"text": wanted.text, "before": before}, method=Method.TWO_THIRDS, secret=wanted.secret)


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `rules.changed` where somebody changed them since the text was written."""
    by.require("community.edit")
    community = Community.objects.select_for_update(no_key=True).get(pk=proposal.community_id)
    if community.rules != proposal.data["before"]:
        raise Conflict("rules.changed", "The rules have changed since this was written.")
    changing.change(by, community, proposal.data["text"], why=proposal.title)
