"""What capsules put on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from board.shapes import Id, Title
from community.members.shapes import MemberRef
from community.shapes import Shape, Shown

Kind = Literal["question", "answer", "decision", "link", "file", "open"]
ADDRESSES = {"link", "file"}  # kinds of which each line names a page
LineText = Annotated[str, Field(max_length=1000), Shown]


class CapsuleSourceShape(Shape):
    """Words on which a line stands, and where they are."""

    message: Id | None = None
    post: Id | None = None
    seq: int
    author: MemberRef


class CapsuleLine(Shape):
    """A line as it is read: plain text. A line of its editor's own stands on nobody's words."""

    text: str
    sources: list[CapsuleSourceShape]


class CapsulePart(Shape):
    kind: Kind
    lines: list[CapsuleLine]


class CapsuleDraft(Shape):
    """A note to be looked over; nothing of it is stored. `sent` is what the operator's language model was shown."""

    title: str
    parts: list[CapsulePart]
    by_model: bool
    sent: str | None


class CapsuleShape(Shape):
    id: int
    community: int
    title: str
    parts: list[CapsulePart]
    room: int | None
    thread: int | None
    by: MemberRef
    created_at: datetime
    edited_at: datetime | None
    stale: bool
    sources: int
    can: list[str]


class CapsuleSettingsShape(Shape):
    """Whether drafts may be written by a language model, and whether the operator has one at all."""

    model: bool
    available: bool


class CitedSource(Shape):
    """A source as clients name it; where it stands and who wrote it we know ourselves."""

    message: Id | None = None
    post: Id | None = None
    seq: int | None = None
    author: MemberRef | None = None


class KeptLine(Shape):
    text: LineText
    sources: Annotated[list[CitedSource], Field(max_length=20)]


class KeptPart(Shape):
    kind: Kind
    lines: Annotated[list[KeptLine], Field(max_length=50)]


Parts = Annotated[list[KeptPart], Field(max_length=12)]


class NewCapsule(Shape):
    title: Title
    parts: Parts
    conversation: Id | None = None
    thread: Id | None = None


class EditCapsule(Shape):
    title: Title | None = None
    parts: Parts | None = None


class ShareCapsule(Shape):
    room: Id
    client_id: UUID


class EditCapsuleSettings(Shape):
    model: bool
