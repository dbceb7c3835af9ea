"""What goes over the socket whatever the layer above: the base of events, and the socket's own frames."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from community.members.shapes import MemberRef
from community.shapes import Shape

# Why somebody asks for what changed since a number; docs/protocol.md says what each of them means.
Why = Literal[
    "opened", "lost", "restart", "slow", "silent", "gap", "slim", "told", "own", "more", "unsaid",
]  # fmt: skip
Topic = Annotated[str, Field(pattern=r"^[a-z]{1,16}\.\d{1,18}$")]


class Event(Shape):
    """Something that happened. `topic` is filled in when it is published."""

    topic: str = ""

    def slim(self) -> Self:
        """The event without its rows, for when they are too many for one frame; clients then fetch them."""
        return self


class Limits(Shape):
    frame: int
    body: int


class Hello(Shape):
    on: Literal["hello"] = "hello"
    user: int
    version: Literal[1] = 1
    beat: int
    limits: Limits


class Beat(Shape):
    """The heartbeat: frames sent so far, and the number of every followed topic that has one."""

    on: Literal["beat"] = "beat"
    n: int
    numbers: dict[str, int]


class Presence(Event):
    on: Literal["presence"] = "presence"
    room: int
    here: list[MemberRef]
    count: int


class MemberGone(Event):
    """The member is in the community no more: they left, or were suspended."""

    on: Literal["member.gone"] = "member.gone"
    member: int


class Typing(Event):
    on: Literal["typing"] = "typing"
    room: int
    members: list[MemberRef]


class FollowTopics(Shape):
    """`since` holds the number that the client has of some of the topics: what changed there comes along.

    `why` is for the operator's figures only.
    """

    topics: Annotated[list[Topic], Field(max_length=200)]
    since: Annotated[dict[Topic, Annotated[int, Field(ge=0)]], Field(max_length=200)] = {}
    why: Why = "unsaid"


class Followed(Shape):
    numbers: dict[str, int]
    refused: list[str]
    changes: dict[str, Any]


@dataclass(frozen=True)
class CaughtUp:
    """`Followed` with changes that were encoded before, for everybody who is behind by the same."""

    followed: Followed
    pages: dict[str, bytes]

    def encoded(self) -> bytes:
        pages = b",".join(b'"%s":%s' % (topic.encode(), page) for topic, page in self.pages.items())
        return self.followed.encoded().removesuffix(b"}}") + pages + b"}}"


class ClientBeat(Shape):
    n: Annotated[int, Field(ge=0)]
