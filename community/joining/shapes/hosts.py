"""What hosts are shown of those who asked to come in, and of those who wait for a place."""

from datetime import datetime
from typing import Literal

from community.access import Role
from community.joining.line import Row
from community.joining.models import Application
from community.joining.shapes.doors import ApplicationShape
from community.shapes import Shape


class DecidedApplication(ApplicationShape):
    """What was decided, or that it was taken back.

    Attributes:
        decided_by: the member's name; empty for what an operator decided, or nobody.
    """

    state: Literal["accepted", "declined", "taken_back"]
    reason: str
    decided_at: datetime | None
    decided_by: str

    @classmethod
    def of(cls, application: Application) -> "DecidedApplication":
        """The application must come with its `decider`."""
        return cls(
            **ApplicationShape.of(application).model_dump(),
            state=application.outcome,
            reason=application.reason,
            decided_at=application.decided_at,
            decided_by=application.decider or "",  # type: ignore[attr-defined]
        )


class WaitingPerson(Shape):
    """Somebody who waits for a place.

    Attributes:
        number: the first in line is 1.
        host: who invited them; empty where nobody did.
    """

    id: int
    name: str
    hue: int
    number: int
    since: datetime
    host: str
    role: Role

    @classmethod
    def of(cls, row: Row) -> "WaitingPerson":
        place = row.place
        return cls(
            id=place.pk,
            name=place.user.shown_name(),
            hue=place.user.hue,
            number=row.number,
            since=place.at,
            host=place.host.name if place.host else "",
            role=Role(place.role),
        )
