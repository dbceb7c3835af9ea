"""A filter over members, as it is saved and sent: conditions joined by all, any or none, two levels deep."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from community.access import Role
from community.shapes import Shape

Join = Literal["all", "any", "none"]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Days = Annotated[int, Field(ge=1, le=3650)]


class Joined(Shape):
    """Who joined on these days; both ends count."""

    by: Literal["joined"]
    first: date | None = None
    last: date | None = None


class Seen(Shape):
    """Who came within so many days; `none` around it finds those who did not."""

    by: Literal["seen"]
    days: Days


class HasRole(Shape):
    by: Literal["role"]
    roles: Annotated[list[Role], Field(min_length=1, max_length=len(Role))]


class Active(Shape):
    """Who did something at least so many times in the last days."""

    by: Literal["active"]
    what: Annotated[str, Field(max_length=20)]
    days: Literal[7, 30, 90]
    least: Annotated[int, Field(ge=1, le=10_000)] = 1


class Interested(Shape):
    by: Literal["interest"]
    names: Annotated[list[Text], Field(min_length=1, max_length=20)]


class Answered(Shape):
    """Whose answer in a field of the community is one of these; for days, lies between two."""

    by: Literal["field"]
    field: int
    texts: Annotated[list[Text], Field(max_length=20)] = []
    first: date | None = None
    last: date | None = None


class Paced(Shape):
    by: Literal["pace"]
    pace: Literal["steady", "drifting", "dormant"]


Condition = Annotated[Joined | Seen | HasRole | Active | Interested | Answered | Paced, Field(discriminator="by")]


class Inner(Shape):
    join: Join
    of: Annotated[list[Condition], Field(min_length=1, max_length=10)]


class Filter(Shape):
    """Everybody fits an empty one."""

    join: Join = "all"
    of: Annotated[list[Inner | Condition], Field(max_length=10)] = []
