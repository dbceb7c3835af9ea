from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from community.governance.first_poll_shapes import AskFirst as AskFirst
from community.governance.first_poll_shapes import FirstPollShape as FirstPollShape
from community.governance.lending_shapes import Lending as Lending
from community.governance.lending_shapes import LendVote as LendVote
from community.governance.lending_shapes import LoanShape as LoanShape
from community.governance.models import Amendment, Candidate, Charter, Proposal, Version
from community.members.models import Member
from community.members.shapes import MemberRef
from community.shapes import Shape

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=120)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
Kind = Literal[
    "opinion", "rules", "room_open", "room_close", "spend", "lift", "role", "recall", "owner", "election", "charter",
    "phase",
]  # fmt: skip
State = Literal["discussion", "voting", "carried", "rejected", "failed", "withdrawn"]
Method = Literal["majority", "two_thirds", "approval", "ranked"]
Phase = Literal["led", "mixed", "self"]


class NewMotion(Shape):
    client_id: UUID
    kind: Kind
    title: Title
    words: Words
    data: dict[str, Any] = {}


class EditMotion(Shape):
    """Other words: of its author they stand at once, of others they are offered."""

    title: Title
    words: Words
    data: dict[str, Any] = {}


class StandAsCandidate(Shape):
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class CastBallot(Shape):
    """Keys of options, the first preferred; none abstains. The receipt is the voter's own secret."""

    choice: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=100)] = []
    receipt: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""


class BallotCast(Shape):
    mark: str


class MotionShape(Shape):
    id: int
    kind: Kind
    title: str
    author: MemberRef
    about: MemberRef | None
    subject: str
    state: State
    method: Method
    secret: bool
    created_at: datetime
    discussed_until: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    survey: bool
    roll: int
    turnout: int
    refusal: str

    @classmethod
    def fields_of(cls, proposal: Proposal, turnout: int) -> dict[str, Any]:
        plain = set(MotionShape.model_fields) - {"author", "about", "turnout"}
        about = MemberRef.of(proposal.about) if proposal.about else None
        return {name: getattr(proposal, name) for name in plain} | {
            "author": MemberRef.of(proposal.author), "about": about, "turnout": turnout,
        }  # fmt: skip

    @classmethod
    def of(cls, proposal: Proposal, turnout: int) -> "MotionShape":
        """The proposal must come with `author` and `about` selected."""
        return cls(**cls.fields_of(proposal, turnout))


class MotionOption(Shape):
    """What can be chosen; the name of yes and no is the client's."""

    key: str
    name: str


class MotionVersionShape(Shape):
    number: int
    title: str
    words: str
    data: dict[str, Any]
    by: MemberRef
    at: datetime

    @classmethod
    def of(cls, version: Version) -> "MotionVersionShape":
        plain = ("number", "title", "words", "data", "at")
        return cls(**{name: getattr(version, name) for name in plain}, by=MemberRef.of(version.by))


class AmendmentShape(Shape):
    id: int
    title: str
    words: str
    data: dict[str, Any]
    by: MemberRef
    at: datetime
    taken: int | None

    @classmethod
    def of(cls, amendment: Amendment) -> "AmendmentShape":
        plain = ("id", "title", "words", "data", "at", "taken")
        return cls(**{name: getattr(amendment, name) for name in plain}, by=MemberRef.of(amendment.by))


class CandidateShape(Shape):
    member: MemberRef
    words: str

    @classmethod
    def of(cls, candidate: Candidate) -> "CandidateShape":
        return cls(member=MemberRef.of(candidate.member), words=candidate.words)


class CountRound(Shape):
    """Votes are exact: whole numbers, or fractions such as 15/7."""

    votes: dict[str, str]
    elected: list[str]
    excluded: str


class CountResult(Shape):
    """Lent votes are counted by what became of them; of earlier votes nothing is said."""

    elected: list[str]
    rounds: list[CountRound]
    quota: int | None
    gone: list[str]
    quorum: bool
    lent: dict[str, int]


class MyVote(Shape):
    """The reader's own: what they chose is known only of open votes, and who votes for them if they do not."""

    on_roll: bool
    voted: bool
    choice: list[str] | None
    lent_to: MemberRef | None


class MotionPage(MotionShape):
    """A proposal with all that belongs to it; `people` are those whom its data names by their ids."""

    words: str
    data: dict[str, Any]
    number: int
    thread: str
    seats: int
    quorum: int
    seed: str
    lending: bool
    options: list[MotionOption]
    versions: list[MotionVersionShape]
    amendments: list[AmendmentShape]
    candidates: list[CandidateShape]
    people: list[MemberRef]
    result: CountResult | None
    mine: MyVote
    can: list[str]

    @classmethod
    def page(
        cls,
        proposal: Proposal,
        turnout: int,
        *,
        versions: list[Version],
        amendments: list[Amendment],
        candidates: list[Candidate],
        people: list[Member],
        mine: MyVote,
        can: list[str],
    ) -> "MotionPage":
        plain = ("words", "data", "number", "thread", "seats", "quorum", "seed", "lending")
        return cls(
            **cls.fields_of(proposal, turnout),
            **{name: getattr(proposal, name) for name in plain},
            options=[MotionOption(**option) for option in proposal.options],
            versions=[MotionVersionShape.of(one) for one in versions],
            amendments=[AmendmentShape.of(one) for one in amendments],
            candidates=[CandidateShape.of(one) for one in candidates],
            people=[MemberRef.of(one) for one in people],
            result=CountResult(**({"lent": {}} | proposal.result)) if proposal.result else None,
            mine=mine,
            can=can,
        )


class BallotShape(Shape):
    """One ballot of a vote that is over: of a secret vote by its mark, of an open one by its voter.

    Attributes:
        weight: how often it counts; 0 for a vote that was lent.
        lent_to: the mark of the line to which somebody had lent their vote who did not vote.
        to: the name on that line.
        fate: what became of a vote that was lent.
    """

    mark: str
    voter: str
    choice: list[str]
    weight: int
    lent_to: str
    to: str
    fate: Literal["", "counted", "nobody", "circle", "too_long", "over"]


class CharterShape(Shape):
    phase: Phase
    discussion_days: int
    voting_days: int
    quorum: int
    roll_days: int
    away_days: int
    jury_days: int
    points_week: int
    successor: MemberRef | None
    lending: bool

    @classmethod
    def of(cls, charter: Charter) -> "CharterShape":
        plain = set(cls.model_fields) - {"successor"}
        successor = MemberRef.of(charter.successor) if charter.successor else None
        return cls(**{name: getattr(charter, name) for name in plain}, successor=successor)


class PhaseFigure(Shape):
    """A number that says whether the community is ready to move on.

    Attributes:
        value: percent, days or times, as its name says; nothing where there is too little to say.
    """

    name: Literal["talk", "reports", "absences", "votes", "turnout"]
    value: int | None
    enough: int
    reached: bool


class Governance(Shape):
    """How a community governs itself, and what its reader may propose."""

    charter: CharterShape
    kinds: list[Kind]
    by_vote: list[str]
    by_jury: bool
    figures: list[PhaseFigure]
    standing_in: MemberRef | None
    can_move_on: bool
