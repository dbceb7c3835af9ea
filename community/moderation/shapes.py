from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from community.moderation.models import Appeal, Hold, Sanction
from community.shapes import Shape


class Citing(Shape):
    """By which article, and why: one of the two.

    Attributes:
        article: what an article of the rules says, without its number, as `GET communities/SLUG/rules/` has it.
    """

    article: Annotated[str, Field(max_length=10_000)] = ""
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class NewReport(Shape):
    """What somebody wants moderators to look at: its kind and id, such as `message:812`."""

    object: Annotated[str, Field(max_length=40)]
    why: Literal["spam", "rude", "off_topic", "private", "danger", "other"]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class ReportMade(Shape):
    id: int
    at: datetime


class HoldShape(Shape):
    """Something of the reader's own that waits, or was refused."""

    id: int
    client_id: UUID
    kind: Literal["message", "post", "thread"]
    place: str
    words: str
    at: datetime
    refused: bool

    @classmethod
    def of(cls, held: Hold) -> "HoldShape":
        plain = ("id", "client_id", "kind", "place", "words", "at")
        return cls(**{name: getattr(held, name) for name in plain}, refused=held.refused_at is not None)


class NewAppeal(Shape):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class AppealShape(Shape):
    """What the reader said to it.

    Attributes:
        by_same: whether who imposed it answered, or has to because nobody else can.
    """

    words: str
    at: datetime
    due_at: datetime
    outcome: Literal["", "upheld", "lifted"]
    answer: str
    answered_at: datetime | None
    by_same: bool

    @classmethod
    def of(cls, appeal: Appeal, by_same: bool) -> "AppealShape":
        plain = ("words", "at", "due_at", "outcome", "answer", "answered_at")
        return cls(**{name: getattr(appeal, name) for name in plain}, by_same=by_same)


class SanctionShape(Shape):
    """What was imposed on the reader.

    Attributes:
        vote: the vote or the jury that imposed it, such as `trial:5`; empty where moderators did.
        holds: whether it still hinders.
        can_appeal: whether something can still be said against it.
    """

    id: int
    grade: Literal["notice", "mute", "silence", "ban"]
    place: str
    rule: str
    reason: str
    at: datetime
    until: datetime | None
    lifted_at: datetime | None
    vote: str
    holds: bool
    can_appeal: bool
    appeal: AppealShape | None

    @classmethod
    def of(cls, sanction: Sanction, can_appeal: bool, by_same: bool) -> "SanctionShape":
        plain = ("id", "grade", "place", "rule", "reason", "at", "until", "lifted_at", "vote")
        appeal = getattr(sanction, "appeal", None)
        return cls(
            **{name: getattr(sanction, name) for name in plain},
            holds=sanction.holds(),
            can_appeal=can_appeal,
            appeal=AppealShape.of(appeal, by_same) if appeal else None,
        )
