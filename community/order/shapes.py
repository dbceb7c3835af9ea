from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from community.members.shapes import MemberRef
from community.moderation.models import Sanction
from community.moderation.shapes import Citing
from community.order.imposing import Wanted
from community.rules.places import Place
from community.shapes import Shape

GradeName = Literal["notice", "mute", "silence", "ban"]


class NewSanction(Citing):
    """What is to follow for a member.

    Attributes:
        until: its end; a notice has none, a suspension may have none.
        place: where a mute holds, such as `room:5`.
    """

    grade: GradeName
    until: AwareDatetime | None = None
    place: Annotated[str, Field(max_length=40)] = ""

    def wanted(self) -> Wanted:
        return Wanted(**self.model_dump())


class SanctionRowShape(Shape):
    """What was imposed on somebody, as those read it who may impose.

    Attributes:
        room: the name of the room that a mute is about, as far as the reader sees it.
        vote: the vote or the jury that imposed it, such as `trial:5`; empty where moderators did.
        holds: whether it still hinders.
    """

    id: int
    grade: GradeName
    place: str
    room: str
    rule: str
    reason: str
    at: datetime
    until: datetime | None
    lifted_at: datetime | None
    vote: str
    holds: bool

    @classmethod
    def of(cls, sanction: Sanction, places: dict[str, Place]) -> "SanctionRowShape":
        plain = ("id", "grade", "place", "rule", "reason", "at", "until", "lifted_at", "vote")
        place = places.get(sanction.place)
        return cls(
            **{name: getattr(sanction, name) for name in plain},
            room=place.name if place else "",
            holds=sanction.holds(),
        )


class InForceShape(Shape):
    """What hinders somebody now. The record does not say why, and neither does this.

    Attributes:
        room: the name of the room that a mute is about, as far as the reader sees it.
    """

    id: int
    member: MemberRef
    grade: GradeName
    place: str
    room: str
    rule: str
    at: datetime
    until: datetime | None

    @classmethod
    def of(cls, sanction: Sanction, places: dict[str, Place]) -> "InForceShape":
        plain = ("id", "grade", "place", "rule", "at", "until")
        place = places.get(sanction.place)
        return cls(
            **{name: getattr(sanction, name) for name in plain},
            member=MemberRef.of(sanction.member),
            room=place.name if place else "",
        )


class MemberSanctions(Shape):
    """
    Attributes:
        hours: how long the next one lasts unless somebody chooses otherwise.
    """

    member: MemberRef
    hours: int
    rows: list[SanctionRowShape]
