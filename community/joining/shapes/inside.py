"""What members are shown: codes, cards, who came through whom, and their first steps."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from community.access import Role
from community.joining.models import Code
from community.joining.shapes.doors import Tag
from community.joining.steps import Step
from community.joining.suggestions import Suggested
from community.members.models import Member
from community.members.shapes import InvitationShape, MemberRef
from community.shapes import Shape, Shown


class CodeShape(Shape):
    id: int
    code: str
    label: str
    role: Role
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    used_by: str
    cancelled_at: datetime | None

    @classmethod
    def of(cls, code: Code) -> "CodeShape":
        plain = ("code", "label", "created_at", "expires_at", "used_at", "cancelled_at")
        used_by = code.used_by.shown_name() if code.used_by else ""
        return cls(**{name: getattr(code, name) for name in plain}, id=code.pk, role=Role(code.role), used_by=used_by)


class NewCodes(Shape):
    count: Annotated[int, Field(ge=1, le=500)] = 10
    label: Annotated[str, Field(max_length=60), Shown] = ""
    role: Role = Role.MEMBER
    days: Annotated[int, Field(ge=1, le=365)] | None = 30


class PersonalCardShape(Shape):
    """A member's own card.

    Attributes:
        opens_at: from when they may have one; null for now.
        brought: how many came through them, by whatever invitation.
    """

    invitation: InvitationShape | None
    opens_at: datetime | None
    brought: int


class Referral(MemberRef):
    """Somebody in the tree of who came through whom."""

    joined_at: datetime
    present: bool
    brought: int

    @classmethod
    def of(cls, member: Member) -> "Referral":
        """The member must come with `brought` counted."""
        told = MemberRef.of(member).model_dump()
        return cls(**told, joined_at=member.joined_at, present=member.is_present(), brought=member.brought)  # type: ignore[attr-defined]


class WelcomeStep(Shape):
    name: Literal["interests", "places", "hello"]

    @classmethod
    def of(cls, step: Step) -> "WelcomeStep":
        return cls(name=step.name)


class SuggestedPlace(Shape):
    kind: Literal["room", "thread"]
    id: int
    title: str
    text: str
    matches: bool

    @classmethod
    def of(cls, found: Suggested) -> "SuggestedPlace":
        return cls(**{name: getattr(found, name) for name in cls.model_fields})


class HelloRoom(Shape):
    id: int
    name: str


class Welcome(Shape):
    """What a newcomer still has before them; no steps for whoever is done."""

    steps: list[WelcomeStep]
    offered: list[str]
    interests: list[str]
    places: list[SuggestedPlace]
    room: HelloRoom | None


class ChooseInterests(Shape):
    tags: Annotated[list[Tag], Field(max_length=12)]


class SayHello(Shape):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
    client_id: UUID


class SaidHello(Shape):
    room: int


class OpeningRoll(Shape):
    """When a community opens, or null once it has, and who is there."""

    opens_at: datetime | None
    people: list[MemberRef]
    count: int
