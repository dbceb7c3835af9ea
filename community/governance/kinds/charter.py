"""Changing the numbers by which the community votes, by such a vote."""

from typing import Annotated, Any

from pydantic import Field

from community.errors import InvalidInput
from community.governance import actions, charters
from community.governance.actions import Action, Method, Prepared
from community.governance.kinds.roles import present
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation.audit import Moderator
from community.shapes import Shape


class EditCharter(Shape):
    discussion_days: Annotated[int, Field(ge=2, le=30)] | None = None
    voting_days: Annotated[int, Field(ge=3, le=30)] | None = None
    quorum: Annotated[int, Field(ge=5, le=75)] | None = None
    roll_days: Annotated[int, Field(ge=0, le=90)] | None = None
    away_days: Annotated[int, Field(ge=7, le=365)] | None = None
    jury_days: Annotated[int, Field(ge=1, le=90)] | None = None
    points_week: Annotated[int, Field(ge=0, le=100)] | None = None
    successor: int | None = None
    lending: bool | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent; nobody but a successor may be nobody."""
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if value is not None or name == "successor"}


def register() -> None:
    actions.register("charter", Action(EditCharter, prepare, carry_out, "charter.edit"))


def prepare(author: Member, wanted: EditCharter) -> Prepared:
    """Raises `not_found` for a successor who is not there."""
    changes = wanted.changes()
    if not changes:
        raise InvalidInput("input.invalid", "Say what is to be changed.", fields={"": "unchanged"})
    about = present(author.community_id, changes["successor"]) if changes.get("successor") else None
    return Prepared(changes, about=about, method=Method.TWO_THIRDS)


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    charters.write(by, proposal.community_id, proposal.data)
