"""What do the members think? Yes or no, or one of several; nothing follows by itself."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from community.errors import InvalidInput
from community.governance import actions
from community.governance.actions import Action, Prepared
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation.audit import Moderator
from community.shapes import Shape

Option = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class AskOpinion(Shape):
    options: Annotated[list[Option], Field(max_length=12)] = []
    method: Literal["majority", "approval", "ranked"] = "majority"
    secret: bool = True


def register() -> None:
    actions.register("opinion", Action(AskOpinion, prepare, nothing))


def prepare(author: Member, wanted: AskOpinion) -> Prepared:
    options = tuple(dict.fromkeys(wanted.options))
    if (wanted.method == "majority") != (not options) or len(options) == 1:
        raise InvalidInput("input.invalid", "Name two options or more, or ask yes or no.", fields={"options": "count"})
    return Prepared({}, method=wanted.method, options=options, secret=wanted.secret)


def nothing(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """The answer itself is the result."""
