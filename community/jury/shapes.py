from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from community.jury.models import Juror, Trial
from community.members.shapes import MemberRef
from community.moderation.targets import Line
from community.shapes import Shape

Measure = Literal[
    "dismiss", "notice", "mute_7", "silence_7", "silence_30", "ban_7", "ban_30", "ban_90", "ban", "lifted", "upheld"
]
TrialState = Literal["hearing", "decided", "returned", "withdrawn"]


class AnswerCall(Shape):
    accept: bool


class CastVerdict(Shape):
    measure: Measure
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class AnswerAccusation(Shape):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class TrialShape(Shape):
    """A trial as every member may read of it: whom it is about, and who judges, is not told.

    Attributes:
        answer_by: until when whom it is about may answer, before the jury votes; none for appeals.
        opened_at: since when the jury votes, where it waited for an answer.
        reached: how many of the drawn order were gone through; told when it is over, as are `votes` and `seed`.
        refusal: why it went back to the moderators.
    """

    id: int
    kind: Literal["case", "appeal"]
    state: TrialState
    began_at: datetime
    answer_by: datetime | None
    opened_at: datetime | None
    answered: bool
    closes_at: datetime
    closed_at: datetime | None
    size: int
    quorum: int
    verdict: Literal[Measure, ""]
    votes: dict[str, int]
    refusal: str
    commitment: str
    seed: str
    reached: int

    @classmethod
    def of(cls, trial: Trial) -> "TrialShape":
        plain = set(cls.model_fields) - {"kind", "seed", "reached", "answered"}
        over = trial.is_over()
        return cls(
            **{name: getattr(trial, name) for name in plain},
            kind="appeal" if trial.appeal_id else "case",
            answered=trial.answered_at is not None,
            seed=trial.seed if over else "",
            reached=trial.reached if over else 0,
        )


class TrialDraw(Shape):
    """What it takes to check a draw, once the trial is over."""

    commitment: str
    seed: str
    pool: list[int]
    size: int
    reached: int


class JurorSeatShape(Shape):
    """The reader's part in a trial."""

    place: int
    called_at: datetime
    answer_by: datetime
    accepted_at: datetime | None
    released: Literal["", "declined", "silent", "gone"]
    measure: Literal[Measure, ""]
    reason: str
    voted_at: datetime | None

    @classmethod
    def of(cls, juror: Juror) -> "JurorSeatShape":
        return cls(**{name: getattr(juror, name) for name in cls.model_fields})


class DutyShape(Shape):
    """A trial for which the reader was drawn."""

    trial: TrialShape
    about: MemberRef
    seat: JurorSeatShape

    @classmethod
    def of(cls, juror: Juror) -> "DutyShape":
        """The juror must come with `trial__member` selected."""
        about = MemberRef.of(juror.trial.member)
        return cls(trial=TrialShape.of(juror.trial), about=about, seat=JurorSeatShape.of(juror))


class CaseLine(Shape):
    """One of the lines among which the words stand."""

    author: str
    words: str
    at: datetime
    is_it: bool

    @classmethod
    def of(cls, line: Line) -> "CaseLine":
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class Imposed(Shape):
    """The sanction against which somebody appeals."""

    grade: Literal["notice", "mute", "silence", "ban"]
    rule: str
    reason: str
    at: datetime
    until: datetime | None


class CaseFile(Shape):
    """What a jury reads, as moderators do: who reported is not in it.

    Attributes:
        words: as they were when first reported; `words_now` where they say something else by now.
        whys: why it was reported, each once.
        asked_why: what whoever handed it over says.
        earlier: how many sanctions there were within a year.
        appeal: what the member says against the sanction.
        answer: what the member says to what they are accused of.
    """

    words: str
    words_now: str
    gone: bool
    around: list[CaseLine]
    whys: list[str]
    rule: str
    asked_why: str
    earlier: int
    appeal: str
    answer: str
    imposed: Imposed | None


class TrialPage(DutyShape):
    """A trial as its jury sees it.

    Attributes:
        voted: how many have voted; for what is told when it is over.
        file: for whoever has taken the seat, until it is over.
        reasons: of those who voted, in no order that tells whose, once it is over.
    """

    options: list[Measure]
    voted: int
    file: CaseFile | None
    reasons: list[str]


class AccusationShape(Shape):
    """A trial as whom it is about reads it; who reported, and who judges, is not told.

    Attributes:
        words: as they were when first reported; `path` is where they were said.
        asked: the harshest measure that the jury can choose.
        can_answer: whether they can still say something.
    """

    trial: TrialShape
    words: str
    path: str
    whys: list[str]
    rule: str
    asked: Measure
    asked_why: str
    can_answer: bool
    answer: str
    answered_at: datetime | None

    @classmethod
    def of(cls, trial: Trial, can_answer: bool) -> "AccusationShape":
        """The trial must come from `accused`."""
        case = trial.case
        assert case
        return cls(
            trial=TrialShape.of(trial), words=case.words, path=case.path,
            whys=sorted({report.why for report in case.reports.all()}), rule=trial.rule, asked=trial.asked,
            asked_why=trial.reason, can_answer=can_answer, answer=trial.answer, answered_at=trial.answered_at,
        )  # fmt: skip
