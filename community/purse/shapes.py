"""The purse, and what went into it and out of it, as members see them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from community.members.shapes import MemberRef
from community.points import ledger, sources
from community.points.models import Account, Transfer
from community.points.sources import Source
from community.shapes import Shape


class GivePoints(Shape):
    client_id: UUID
    member: int
    amount: Annotated[int, Field(ge=1, le=ledger.MOST)]
    why: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]


class PurseShape(Shape):
    """What there is.

    Attributes:
        held: by all together.
        mine: by the reader.
        weekly: what a member who is active in a week brings.
        can_give: whether the reader may give without a vote.
    """

    held: int
    mine: int
    weekly: int
    can_give: bool


class PointsEntryShape(Shape):
    """A transfer, as it changes one account.

    Attributes:
        amount: below zero where points went out.
        member: whose account is on the other side; of the purse and the source, nobody's.
        by: who gave it without a vote.
        proposal: the vote that decided it.
        week: the Monday of the week that brought it.
    """

    id: int
    amount: int
    source: Source
    member: MemberRef | None
    by: MemberRef | None
    proposal: int | None
    week: date | None
    why: str
    at: datetime

    @classmethod
    def of(cls, transfer: Transfer, account: Account) -> "PointsEntryShape":
        """The transfer must come with the members of both sides, and with `by`."""
        goes = transfer.giver_id == account.pk
        other = (transfer.taker if goes else transfer.giver).member
        return cls(
            id=transfer.pk, amount=-transfer.amount if goes else transfer.amount, why=transfer.why, at=transfer.at,
            source=sources.of(transfer.key), week=sources.week(transfer.key),
            proposal=sources.proposal(transfer.key),
            member=MemberRef.of(other) if other else None, by=MemberRef.of(transfer.by) if transfer.by else None,
        )  # fmt: skip
