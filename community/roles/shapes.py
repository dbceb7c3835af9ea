from typing import Annotated

from pydantic import Field

from community import access
from community.access import Role
from community.roles.adjusting import Least
from community.shapes import Shape, Shown


class CapabilityShape(Shape):
    """From which role on members hold a capability here, and usually."""

    name: str
    least: Role
    usual: Role

    @classmethod
    def of(cls, name: str, adjusted: Least) -> "CapabilityShape":
        usual = access.least(name)
        return cls(name=name, least=adjusted.get(name, usual), usual=usual)


class RolesShape(Shape):
    capabilities: list[CapabilityShape]

    @classmethod
    def of(cls, adjusted: Least) -> "RolesShape":
        return cls(capabilities=[CapabilityShape.of(name, adjusted) for name in sorted(access.ADJUSTABLE)])


class AdjustRole(Shape):
    capability: str
    least: Role | None


class GiveTitle(Shape):
    title: Annotated[str, Field(max_length=20), Shown]
