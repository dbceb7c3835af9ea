"""What the overload meter puts on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from chat.shapes import RoomName
from community.members.shapes import MemberRef
from community.realtime.shapes import Event
from community.shapes import Shape

State = Literal["calm", "busy", "overloaded"]
Relief = Literal["off", "propose", "automatic"]
Pace = Annotated[float, Field(ge=0.5, le=10_000, allow_inf_nan=False)]


class Offer(Shape):
    """Something that would help now; `conversation` says which one `promote_biggest` means."""

    kind: Literal["hint", "promote_biggest", "slow_mode", "auto_promote", "circle", "split"]
    conversation: int | None


class LoadLimits(Shape):
    posters: int
    messages: float
    words: float


class LoadShape(Shape):
    """How full a room is, for everybody who can read it; the offers are those that I may take."""

    room: int
    state: State
    since: datetime
    gauge: int
    messages_per_minute: float
    words_per_minute: float
    posters: int
    conversations: int
    offers: list[Offer]
    limits: LoadLimits
    relief: Relief
    slow: int


class RoomLoad(Event):
    """The same, told to everybody at once: the offers are all there are, and clients show what one's role allows."""

    on: Literal["room.load"] = "room.load"
    room: int
    state: State
    since: datetime
    gauge: int
    messages_per_minute: float
    words_per_minute: float
    posters: int
    conversations: int
    offers: list[Offer]


class LoadPoint(Shape):
    """What was measured in `span` minutes from `at` on. Null is what nobody could know."""

    at: datetime
    span: Literal[1, 60]
    messages: int
    words: int
    posters: int
    conversations: int | None
    here: int | None
    concern: float | None
    debt: int | None
    state: State


class LoadHistory(Shape):
    points: list[LoadPoint]


class EditLoad(Shape):
    posters: Annotated[int, Field(ge=2, le=10_000)] | None = None
    messages: Pace | None = None
    words: Pace | None = None
    relief: Relief | None = None
    slow: Annotated[int, Field(ge=0, le=21_600)] | None = None


class Circle(Shape):
    members: list[MemberRef]


class GatherCircle(Shape):
    name: RoomName
    members: Annotated[list[int], Field(min_length=2, max_length=20)]
    client_id: UUID | None = None


class OpenGroup(Shape):
    client_id: UUID
    name: RoomName
    members: Annotated[list[int], Field(min_length=1, max_length=500)]


class Split(Shape):
    """Lists of members along who talks with whom; `inside` is the share of answers that stay within a list."""

    groups: list[list[MemberRef]]
    others: list[MemberRef]
    inside: float
