from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from community.access import Role
from community.joining import applications, waiting
from community.joining.models import Application, Entrance, Waiting
from community.joining.vouching import Voucher
from community.members import communities
from community.members.models import Community, Member, User
from community.shapes import Shape

QUESTIONS = 5
CHOICES = 8
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Choice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]


class ScreeningQuestion(Shape):
    """Something that applicants are asked; without choices they answer in words of their own."""

    words: Line
    choices: Annotated[list[Choice], Field(max_length=CHOICES)]


class VoucherShape(Shape):
    """Somebody who vouches for the community, as strangers may read it.

    Attributes:
        invites: whether the reader holds an invitation of theirs.
    """

    name: str
    hue: int
    role: Role
    invites: bool

    @classmethod
    def of(cls, voucher: Voucher) -> "VoucherShape":
        member = voucher.member
        return cls(name=member.name, hue=member.hue, role=Role(member.role), invites=voucher.invites)


class EntranceShape(Shape):
    """What somebody at the door has to know beside what stands on it.

    Attributes:
        has_word: whether somebody may know a word that opens the door.
        line: how many wait for a place.
        ahead: how many of them before the reader, who waits too; null where the reader does not.
        messages: about how many were written within a week; 0 where there is little to tell.
        vouching: who stands for the community by name, whoever invited the reader first.
        returns: whether the reader was let go, and comes in again whatever the door and however full.
    """

    questions: list[ScreeningQuestion]
    has_word: bool
    full: bool
    line: int
    ahead: int | None
    messages: int
    opens_at: datetime | None
    application: "MyApplication | None"
    vouching: list[VoucherShape]
    returns: bool

    @classmethod
    def of(
        cls, entrance: Entrance, community: Community, user: User, messages: int, vouching: list[Voucher]
    ) -> "EntranceShape":
        mine = Waiting.objects.filter(community=community, user=user.pk).first()
        asked = applications.latest_of(user, community)
        capacity = community.capacity
        returns = communities.may_return(user, community)
        return cls(
            questions=[ScreeningQuestion(**row) for row in entrance.questions],
            has_word=bool(entrance.word),
            full=not returns and capacity is not None and community.members.present().count() >= capacity,
            line=Waiting.objects.filter(community=community).count(),
            ahead=waiting.ahead(mine) if mine else None,
            messages=messages,
            opens_at=entrance.opens_at if entrance.opened_at is None else None,
            application=MyApplication.of(asked) if asked else None,
            vouching=[VoucherShape.of(one) for one in vouching],
            returns=returns,
        )


class MyApplication(Shape):
    """What somebody asked of a door, and what became of it.

    Attributes:
        ahead: how many wait before them.
        again_at: when they may ask again; null for at once.
    """

    state: Literal["open", "accepted", "declined", "taken_back"]
    at: datetime
    ahead: int
    reason: str
    again_at: datetime | None

    @classmethod
    def of(cls, application: Application) -> "MyApplication":
        is_open = not application.outcome
        return cls(
            state=application.outcome or "open",
            at=application.at,
            ahead=applications.ahead(application) if is_open else 0,
            reason=application.reason,
            again_at=applications.again_at(application),
        )


class ScreeningAnswer(Shape):
    question: Line
    answer: Words


class NewApplication(Shape):
    answers: Annotated[list[ScreeningAnswer], Field(max_length=QUESTIONS)]


class ApplicationShape(Shape):
    """What a host decides about."""

    id: int
    name: str
    hue: int
    at: datetime
    account_since: datetime
    answers: list[ScreeningAnswer]

    @classmethod
    def of(cls, application: Application) -> "ApplicationShape":
        user = application.user
        return cls(
            id=application.pk,
            name=user.shown_name(),
            hue=user.hue,
            at=application.at,
            account_since=user.date_joined,
            answers=[ScreeningAnswer(**row) for row in application.answers],
        )


class DecideApplication(Shape):
    outcome: Literal["accepted", "declined"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class WaitInLine(Shape):
    invitation: str | None = None


class PlaceInLine(Shape):
    """Inside, or how many are ahead."""

    member: bool
    ahead: int | None

    @classmethod
    def of(cls, came: Member | Waiting) -> "PlaceInLine":
        if isinstance(came, Member):
            return cls(member=True, ahead=None)
        return cls(member=False, ahead=waiting.ahead(came))


class EnterByWords(Shape):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class EntranceSettings(Shape):
    """What those who edit a community have set; hours are moments, no limit is 0."""

    questions: list[ScreeningQuestion]
    word: str
    capacity: int
    interests: list[str]
    hello_room: int | None
    card_days: int
    opens_at: datetime | None
    opened_at: datetime | None

    @classmethod
    def of(cls, entrance: Entrance, community: Community) -> "EntranceSettings":
        plain = ("word", "interests", "hello_room", "card_days", "opens_at", "opened_at")
        return cls(
            **{name: getattr(entrance, name) for name in plain},
            questions=[ScreeningQuestion(**row) for row in entrance.questions],
            capacity=community.capacity or 0,
        )


class EditEntrance(Shape):
    questions: Annotated[list[ScreeningQuestion], Field(max_length=QUESTIONS)] | None = None
    word: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] | None = None
    capacity: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    interests: Annotated[list[Tag], Field(max_length=12)] | None = None
    hello_room: Annotated[int, Field(ge=1)] | None = None
    card_days: Annotated[int, Field(ge=0, le=365)] | None = None
    opens_at: AwareDatetime | None = None

    def changes(self) -> dict[str, object]:
        """What was sent; only what can be empty may be null."""
        empty = {"hello_room", "opens_at"}
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if value is not None or name in empty}
