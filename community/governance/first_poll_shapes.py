"""The first poll as members see it, and as hosts write it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from community.governance.kinds.opinions import Option
from community.governance.models import FirstPoll
from community.shapes import Shape

Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]


class AskFirst(Shape):
    question: Question
    answers: Annotated[list[Option], Field(min_length=2, max_length=10)]
    days: Annotated[int, Field(ge=1, le=14)] = 3


class FirstPollShape(Shape):
    """What is asked at the opening; only hosts read it before.

    Attributes:
        proposal: what members vote on, once it is open.
        can_ask: whether the reader may write it now.
    """

    question: str
    answers: list[str]
    days: int
    proposal: int | None
    can_ask: bool

    @classmethod
    def of(cls, poll: FirstPoll | None, *, is_host: bool, is_over: bool) -> "FirstPollShape":
        shown = poll if poll and (is_host or poll.proposal_id) else FirstPoll(question="", answers=[])
        plain = ("question", "answers", "days")
        told = {name: getattr(shown, name) for name in plain}
        return cls(**told, proposal=shown.proposal_id, can_ask=is_host and not is_over)
