from community.access import Role
from community.shapes import Shape


class CallableRole(Shape):
    """A role that the reader may call, and how many people besides themselves have it there."""

    role: Role
    count: int


class CallableRoles(Shape):
    roles: list[CallableRole]
