"""What the demo's files say, checked while they are read."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent
NAMES = ("zh", "en")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CommunityPart(_Part):
    slug: str
    name: str
    purpose: str
    audience: str
    slogan: str
    rules: str
    locale: str
    hue: int


class PersonPart(_Part):
    key: str
    username: str
    name: str
    role: str
    hue: int
    locale: str
    timezone: str
    bio: str
    login: bool = False

    @property
    def has_password(self) -> bool:
        return self.login or self.role == "owner"


class RoomPart(_Part):
    key: str
    kind: str
    name: str
    topic: str
    members: list[str] = Field(default_factory=list)


class MessagePart(_Part):
    id: str
    room: str
    at: str
    by: str
    text: str
    conversation: str = ""
    reply: str | None = None
    reactions: dict[str, list[str]] = Field(default_factory=dict)
    edited: bool = False
    recalled: bool = False
    pinned: bool = False


class CategoryPart(_Part):
    key: str
    name: str
    description: str
    audience: str
    room: str | None = None


class ReplyPart(_Part):
    """A reply on the board; `to` counts the posts of a promotion, or the replies of a thread, from 1."""

    at: str
    by: str
    text: str
    to: int | None = None


class PromotionPart(_Part):
    by: str
    room: str
    messages: list[str]
    title: str
    category: str
    tags: list[str] = Field(default_factory=list)
    replies: list[ReplyPart] = Field(default_factory=list)


class ChangePart(_Part):
    """A later version of a note: some of its words became others."""

    by: str
    at: str
    days_ago: int
    old: str
    new: str


class ThreadPart(_Part):
    """What somebody began. `accepted` counts the replies to a question, from 1."""

    title: str
    kind: str = "discussion"
    accepted: int | None = None
    status: str = ""
    decided_by: str = ""
    reason: str = ""
    changes: list[ChangePart] = Field(default_factory=list)
    category: str
    by: str
    at: str
    text: str
    days_ago: int = 0
    tags: list[str] = Field(default_factory=list)
    pinned: bool = False
    locked: bool = False
    replies: list[ReplyPart] = Field(default_factory=list)


class VotePart(_Part):
    """Yes or no; who chose what, by choice."""

    title: str
    words: str
    by: str
    days_ago: int
    over: bool = False
    ballots: dict[str, list[str]]


class SurveyPart(_Part):
    question: str
    answers: list[str]
    by: str
    days: int
    ballots: dict[str, list[str]]


class TrialPart(_Part):
    """What a jury was asked about a reply; without an answer of whom it is about, it waits for that."""

    thread: str
    words: str
    reported_by: str
    why: str
    handed_by: str
    asked: str
    rule: str
    reason: str
    days_ago: int = 0
    answer: str = ""
    votes: list[tuple[str, str]] = Field(default_factory=list)


class Script(_Part):
    """One community and its busy day."""

    community: CommunityPart
    people: list[PersonPart]
    rooms: list[RoomPart]
    messages: list[MessagePart]
    categories: list[CategoryPart]
    promotions: list[PromotionPart]
    threads: list[ThreadPart]
    votes: list[VotePart] = Field(default_factory=list)
    survey: SurveyPart | None = None
    trials: list[TrialPart] = Field(default_factory=list)

    @property
    def owner(self) -> PersonPart:
        return next(person for person in self.people if person.role == "owner")

    def last_at(self) -> str:
        """The time of day at which the last word of the busy day is said."""
        replies = [part.replies for part in self.promotions] + [part.replies for part in self.threads]
        return max([message.at for message in self.messages] + [reply.at for some in replies for reply in some])


def scripts() -> list[Script]:
    """The communities of the demo, Chinese first."""
    return [Script(**_with(_read(name), _read(f"{name}.civics"))) for name in NAMES]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _with(day: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Of threads there are some in both files."""
    return day | more | {"threads": day["threads"] + more["threads"]}
