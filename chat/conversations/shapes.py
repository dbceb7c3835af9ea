from datetime import datetime
from typing import Literal
from uuid import UUID

from chat.conversations.models import Link
from chat.shapes import RoomName
from community.members.shapes import MemberRef
from community.shapes import Shape


class Line(Shape):
    """A message that says much, in short."""

    message: int
    seq: int
    author: MemberRef
    excerpt: str


class ConversationShape(Shape):
    id: int
    room: int
    first_seq: int
    last_seq: int
    first_at: datetime
    last_at: datetime
    messages: int
    people: list[MemberRef]
    people_count: int
    title: str
    fold: int | None
    thread: int | None


class LinkShape(Shape):
    message: int
    seq: int
    parent: int | None
    conversation: int
    probability: float

    @classmethod
    def of(cls, link: Link) -> "LinkShape":
        return cls(
            message=link.message_id, seq=link.seq, parent=link.parent_id, conversation=link.conversation_id,
            probability=round(link.probability, 3),
        )  # fmt: skip


class Links(Shape):
    links: list[LinkShape]


class CarryOn(Shape):
    client_id: UUID
    room: int | None = None
    name: RoomName | None = None


class SuggestionShape(Shape):
    id: int
    room: int
    why: Literal["sign", "overload"]
    conversation: ConversationShape
    lines: list[Line]
    created_at: datetime
