from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from community.members.models import Member
from community.realtime.shapes import Event
from community.shapes import Shape
from community.trust.models import Raid

LevelName = Literal["newcomer", "member", "regular", "trusted"]
FigureName = Literal["days", "visits", "said", "read", "liked", "clean"]
Opening = Literal["limits", "move_own", "tag", "weigh", "count"]


class LevelNeed(Shape):
    """One of the things that the next level takes.

    Attributes:
        have: as it was counted last.
    """

    name: FigureName
    have: int
    need: int


class NewcomerLimits(Shape):
    """What a newcomer may do: a day, `mentions` a message, `messages` a minute."""

    links: int
    mentions: int
    messages: int
    threads: int
    files: int


class StandingShape(Shape):
    """How far a community trusts the reader.

    Attributes:
        lowered_until: until when a sanction holds the level down.
        next: the level that comes next, None after the last.
        needs: what it takes.
        opened: what the reader may do by theirs.
        opens: what the next one adds.
        waiting: how much waits for a moderator, for those who may know.
        limits: those of newcomers, while they bind the reader.
        counted_at: when that was counted; None before the first night.
    """

    level: LevelName
    since: datetime
    lowered_until: datetime | None
    next: LevelName | None
    needs: list[LevelNeed]
    opened: list[Opening]
    opens: list[Opening]
    waiting: int | None
    limits: NewcomerLimits | None
    counted_at: datetime | None


class RaidShape(Shape):
    """That the door is closed for a while."""

    until: datetime
    began_at: datetime
    cause: Literal["hand", "joins", "posts"]

    @classmethod
    def of(cls, raid: Raid) -> "RaidShape":
        return cls(**{name: getattr(raid, name) for name in cls.model_fields})


class BeginRaid(Shape):
    """For how long from now."""

    minutes: Annotated[int, Field(ge=1, le=1440)] = 60


class RaidState(Shape):
    raid: RaidShape | None


class RaidChanged(Event):
    """The door of a community closed for a while, is closed longer, or is open again."""

    on: Literal["raid.changed"] = "raid.changed"
    community: int
    raid: RaidShape | None


def of_needs(needs: dict[str, int], figures: dict[str, int]) -> list[LevelNeed]:
    return [LevelNeed(name=name, have=figures.get(name, 0), need=least) for name, least in needs.items()]


def level_of(member: Member) -> LevelName:
    return member.level  # type: ignore[return-value]
