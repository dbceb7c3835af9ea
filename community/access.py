"""Who may do what: the one capability table."""

from enum import StrEnum

from community.errors import Forbidden


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MODERATOR = "moderator"
    HOST = "host"
    GREETER = "greeter"
    EXPERT = "expert"
    CONTRIBUTOR = "contributor"
    MEMBER = "member"
    ONLOOKER = "onlooker"


# From the most trusted to the least; a role may only give or take roles below its own.
RANK = {role: place for place, role in enumerate(Role)}

_LED_BY_OWNER = frozenset({Role.OWNER})
_ADMINS = _LED_BY_OWNER | {Role.ADMIN}
_MODERATORS = _ADMINS | {Role.MODERATOR}
_HOSTS = _MODERATORS | {Role.HOST}
_WELCOMERS = _HOSTS | {Role.GREETER}
_TRUSTED = _WELCOMERS | {Role.EXPERT, Role.CONTRIBUTOR}
_MEMBERS = _TRUSTED | {Role.MEMBER}
_EVERYBODY = _MEMBERS | {Role.ONLOOKER}

CAPABILITIES: dict[str, frozenset[Role]] = {
    "community.edit": _ADMINS,
    "member.role": _ADMINS,
    "member.silence": _MODERATORS,
    "invitation.create": _WELCOMERS,
    "room.create": _HOSTS,
    "room.edit": _HOSTS,
    "room.post": _MEMBERS,
    "room.pin": _HOSTS,
    "room.circle": _MEMBERS,
    "suggestion.decide": _HOSTS,
    "direct.create": _MEMBERS,
    "file.create": _MEMBERS,
    "mention.all": _HOSTS,
    "mention.all_large": _ADMINS,
    "message.hide": _MODERATORS,
    "words.list": _MODERATORS,
    "case.settle": _MODERATORS,
    "report.create": _EVERYBODY,
    "category.create": _ADMINS,
    "category.staff": _MODERATORS,
    "thread.create": _MEMBERS,
    "thread.edit": _MODERATORS,
    "thread.lock": _MODERATORS,
    "thread.pin": _HOSTS,
    "post.create": _MEMBERS,
    "capsule.create": _MEMBERS,
    "capsule.edit": _HOSTS,
    "promotion.create": _MEMBERS,
    "promotion.undo": _HOSTS,
    "reaction.add": _MEMBERS,
}


def can(role: str, capability: str) -> bool:
    """Whether a role holds a capability. An unknown capability is a bug and raises KeyError."""
    return role in CAPABILITIES[capability]


def of(role: str) -> list[str]:
    """Everything that a role may do, sorted."""
    return sorted(name for name, roles in CAPABILITIES.items() if role in roles)


def require(role: str, capability: str) -> None:
    """Raise `forbidden` unless the role holds the capability."""
    if not can(role, capability):
        raise Forbidden("forbidden", "Your role does not allow this.", capability=capability)


def outranks(role: str, other: str) -> bool:
    return RANK[Role(role)] < RANK[Role(other)]
