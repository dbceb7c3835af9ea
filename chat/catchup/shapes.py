"""What catching up puts on the wire."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chat.catchup.stakes import Stake
from chat.conversations.shapes import ConversationShape, Line
from community.shapes import Shape


class Card(Shape):
    """A conversation in which something is unread."""

    conversation: ConversationShape
    unread: int
    stake: Stake
    score: float
    lines: list[Line]
    perhaps: list[Line]
    mentions: int
    followed: bool


class CatchUpRest(Shape):
    """What is unread and on no card so far: that of the following pages, and what was said a moment ago."""

    conversations: int
    messages: int


class CatchUp(Shape):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    room: int
    first: int = Field(alias="from")
    to: int
    unread: int
    cards: list[Card]
    rest: CatchUpRest
    next: str | None

    def wire(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


class DoneWith(Shape):
    seq: Annotated[int, Field(ge=0, lt=2**62)]
    quiet: bool = False


class FollowingShape(Shape):
    followed: bool
