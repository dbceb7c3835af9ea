"""What can be decided: each kind of proposal registers how it is checked and how it is carried out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from community.errors import InvalidInput
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation.audit import Moderator, Vote
from community.shapes import Shape

Method = Proposal.Method


@dataclass(frozen=True)
class Prepared:
    """What is put to the vote, as it is kept.

    Attributes:
        data: what is to be done, for `carry_out`.
        about: whom it is on.
        subject: the name of the thing that it is about, as every member may read it.
        options: names to choose from; none where it is yes or no, or where candidates put themselves up.
    """

    data: dict[str, Any]
    about: Member | None = None
    subject: str = ""
    method: str = Method.MAJORITY
    options: tuple[str, ...] = ()
    seats: int = 1
    secret: bool = True


@dataclass(frozen=True)
class Action:
    """A kind of decision.

    Attributes:
        shape: what its proposer sends.
        prepare: checks that for the member who proposes; raises a refusal where it makes no sense.
        carry_out: does it, as somebody who holds `capability` and nothing else; raises a refusal where it cannot be.
        ready: raises a refusal where the vote cannot be opened yet.
    """

    shape: type[Shape]
    prepare: Callable[[Member, Any], Prepared]
    carry_out: Callable[[Moderator, Proposal, tuple[str, ...]], object]
    capability: str = ""
    ready: Callable[[Proposal], object] = field(default=lambda proposal: None)


_actions: dict[str, Action] = {}


def register(kind: str, action: Action) -> None:
    _actions[kind] = action


def known() -> frozenset[str]:
    return frozenset(_actions)


def of(kind: str) -> Action:
    """Raises `input.invalid` where there is no such kind."""
    if kind not in _actions:
        raise InvalidInput("input.invalid", "There is no such kind of proposal.", fields={"kind": "unknown"})
    return _actions[kind]


def carry_out(proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Do what was decided; raises the refusal that stands against it."""
    action = of(proposal.kind)
    by = Moderator(vote=Vote(f"proposal:{proposal.pk}", action.capability), speaker=proposal.author)
    action.carry_out(by, proposal, elected)
