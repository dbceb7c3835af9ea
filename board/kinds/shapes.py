"""What members ask of a thread of a kind."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from board.kinds.comparing import Piece
from board.models import Revision
from board.shapes import Body, Id, Kind, Status
from community.members.shapes import MemberRef
from community.shapes import Shape


class ConvertThread(Shape):
    """`was` and `status` are what its sender saw."""

    kind: Kind
    was: Kind
    status: Status | None = None


class AcceptAnswer(Shape):
    """`instead` is the post that answered it so far, as far as its sender saw."""

    post: Id
    instead: Id | None = None


class TakeAnswerBack(Shape):
    post: Id


class DecideIdea(Shape):
    status: Literal["open", "planned", "done", "declined"]
    was: Status
    reason: Annotated[str, Field(max_length=1000)] = ""  # the verb counts exactly and says so


class WriteNote(Shape):
    """`revision` is the one that its sender changed."""

    body: Body
    revision: Annotated[int, Field(ge=1, lt=2**31)]


class RevisionShape(Shape):
    number: int
    by: MemberRef
    at: datetime

    @classmethod
    def of(cls, revision: Revision) -> "RevisionShape":
        return cls(number=revision.number, by=MemberRef.of(revision.by), at=revision.at)


class WholeRevision(RevisionShape):
    body: str

    @classmethod
    def of(cls, revision: Revision) -> "WholeRevision":
        return cls(**dict(RevisionShape.of(revision)), body=revision.body)


class TextPiece(Shape):
    fate: Literal["same", "added", "removed"]
    text: str


class RevisionChanges(Shape):
    """What one revision says and another does not: the pieces in the order of reading."""

    since: RevisionShape
    revision: RevisionShape
    pieces: list[TextPiece]

    @classmethod
    def of(cls, old: Revision, new: Revision, pieces: list[Piece]) -> "RevisionChanges":
        told = [TextPiece(fate=piece.fate, text=piece.text) for piece in pieces]
        return cls(since=RevisionShape.of(old), revision=RevisionShape.of(new), pieces=told)
