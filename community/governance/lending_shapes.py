"""Lent votes as members see them."""

from datetime import datetime
from typing import Literal

from community.governance.models import Loan
from community.members.shapes import MemberRef
from community.shapes import Shape

LoanKind = Literal["", "opinion", "rules", "room_open", "room_close"]


class LendVote(Shape):
    to: int


class LoanShape(Shape):
    """To whom a member lends their vote; the kind is empty where it is for all of which they say nothing else."""

    kind: LoanKind
    to: MemberRef
    at: datetime

    @classmethod
    def of(cls, loan: Loan) -> "LoanShape":
        """The loan must come with `to` selected."""
        return cls(kind=loan.kind, to=MemberRef.of(loan.to), at=loan.at)


class Lending(Shape):
    """One's own loans, and what holds for all.

    Attributes:
        allowed: whether the members have decided to lend votes.
        carried: how many have lent their vote to the reader.
        share: percent of the roll that a ballot may weigh.
        longest: hands through which a vote may pass.
    """

    allowed: bool
    loans: list[LoanShape]
    carried: int
    share: int
    longest: int
