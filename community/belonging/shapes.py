"""Segments, fields and announcements on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field as Limits

from community import clock
from community.belonging.cleanup import MAY_GO
from community.belonging.filters import Filter
from community.belonging.hearers import Preview
from community.belonging.models import Announcement, Departure, Field, Pace, Segment
from community.members.models import Member
from community.members.shapes import MemberRef
from community.shapes import Named, Shape

FieldKind = Literal["text", "choice", "date"]
Audience = Literal["hosts", "members"]
Choice = Annotated[str, Limits(max_length=60), Named]


class FieldShape(Shape):
    id: int
    name: str
    kind: FieldKind
    choices: list[str]
    audience: Audience

    @classmethod
    def of(cls, field: Field) -> "FieldShape":
        return cls(**{name: getattr(field, name) for name in cls.model_fields})


class NewField(Shape):
    name: Annotated[str, Limits(max_length=40), Named]
    kind: FieldKind = "text"
    choices: Annotated[list[Choice], Limits(max_length=20)] = []
    audience: Audience = "hosts"


class FieldAnswer(Shape):
    """A field with what a member says in it; empty where they say nothing."""

    field: FieldShape
    text: str

    @classmethod
    def of(cls, field: Field, text: str) -> "FieldAnswer":
        return cls(field=FieldShape.of(field), text=text)


class SayInField(Shape):
    text: Annotated[str, Limits(max_length=200)]


class SegmentShape(Shape):
    id: int
    name: str
    filter: Filter
    created_at: datetime

    @classmethod
    def of(cls, segment: Segment) -> "SegmentShape":
        return cls(id=segment.pk, name=segment.name, filter=segment.filter, created_at=segment.created_at)


class NewSegment(Shape):
    name: Annotated[str, Limits(max_length=60), Named]
    filter: Filter


class LookFor(Shape):
    """Who fits a filter, page by page."""

    filter: Filter
    after: int = 0


class FoundMember(MemberRef):
    joined_at: datetime
    last_seen_on: date

    @classmethod
    def of(cls, member: Member) -> "FoundMember":
        known = MemberRef.of(member).model_dump()
        return cls(**known, joined_at=member.joined_at, last_seen_on=member.last_seen_on)


class FoundMembers(Shape):
    """A page of them, and of the first page how many there are."""

    results: list[FoundMember]
    next: int | None
    people: int | None


class Vocabulary(Shape):
    """What a filter of this community can ask for."""

    measures: list[str]
    interests: list[str]
    fields: list[FieldShape]


class NewAnnouncement(Shape):
    client_id: UUID
    words: Annotated[str, Limits(max_length=1000), Named]
    filter: Filter
    place: Annotated[str, Limits(pattern=r"^(room|category|tribe):\d{1,18}$")] | None = None


class PreviewAnnouncement(Shape):
    filter: Filter


class Hearers(Shape):
    """Whom an announcement would reach.

    Attributes:
        first: some of them, by name.
        muted: how many fit and hear no announcements.
        has_author: whether the reader fits, who is not told of their own words.
    """

    people: int
    first: list[MemberRef]
    muted: int
    has_author: bool

    @classmethod
    def of(cls, found: Preview) -> "Hearers":
        first = [MemberRef.of(member) for member in found.first]
        return cls(people=found.people, first=first, muted=found.muted, has_author=found.has_author)


class AnnouncementShape(Shape):
    id: int
    by: MemberRef
    words: str
    place: str
    people: int
    created_at: datetime
    done: bool

    @classmethod
    def of(cls, made: Announcement) -> "AnnouncementShape":
        plain = ("id", "words", "place", "people", "created_at")
        known = {name: getattr(made, name) for name in plain}
        return cls(**known, by=MemberRef.of(made.by), done=made.done_at is not None)


class Hearing(Shape):
    """Whether a member wants the announcements of a community."""

    muted: bool


class SilentMember(FoundMember):
    """Somebody who stays away for longer than they use to.

    Attributes:
        usual: days between two of their visits; None while that is not known.
        leaves_at: when they leave unless they come back.
        may_go: whether hosts can let them go.
    """

    usual: float | None
    pace: Literal["drifting", "dormant"]
    leaves_at: datetime | None
    may_go: bool

    @classmethod
    def told(cls, pace: Pace, departure: Departure | None) -> "SilentMember":
        is_dormant = pace.dormant_on <= clock.today("UTC")
        return cls(
            **FoundMember.of(pace.member).model_dump(),
            usual=pace.usual,
            pace="dormant" if is_dormant else "drifting",
            leaves_at=departure.due_at if departure else None,
            may_go=is_dormant and pace.member.role in MAY_GO and departure is None,
        )


class LetGo(Shape):
    members: Annotated[list[int], Limits(min_length=1, max_length=100)]


class Announced(Shape):
    """How many were told that they leave."""

    people: int
