from datetime import datetime
from typing import Annotated

from pydantic import Field

from chat.models import Room
from chat.retention import keeping
from community.members.shapes import MemberRef
from community.shapes import Shape

Days = Annotated[int, Field(ge=1, le=keeping.LONGEST)]


class ComingShape(Shape):
    days: int
    due_at: datetime
    by: MemberRef | None


class KeepingShape(Shape):
    """For how many days a room keeps what is said, None for good; and what is going to hold."""

    days: int | None
    coming: ComingShape | None

    @classmethod
    def of(cls, room: Room) -> "KeepingShape":
        shortening = keeping.coming(room)
        if shortening is None:
            return cls(days=room.keeps_days, coming=None)
        by = MemberRef.of(shortening.by) if shortening.by else None
        return cls(days=room.keeps_days, coming=ComingShape(days=shortening.days, due_at=shortening.due_at, by=by))


class Keep(Shape):
    days: Days | None


class NewRoomsShape(Shape):
    days: int | None
