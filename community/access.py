"""Who may do what: the one capability table."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

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
    "member.title": _HOSTS,
    "invitation.create": _WELCOMERS,
    "invitation.personal": _MEMBERS,
    "application.decide": _WELCOMERS,
    "code.create": _ADMINS,
    "newcomer.greet": _WELCOMERS,
    "referral.read": _HOSTS,
    "room.create": _HOSTS,
    "room.edit": _HOSTS,
    "room.post": _MEMBERS,
    "room.pin": _HOSTS,
    "room.circle": _MEMBERS,
    "suggestion.decide": _HOSTS,
    "direct.create": _MEMBERS,
    "file.create": _MEMBERS,
    "sticker.edit": _HOSTS,
    "mention.all": _HOSTS,
    "mention.all_large": _ADMINS,
    "mention.role": _MEMBERS,
    "mention.role_large": _HOSTS,
    "message.hide": _MODERATORS,
    "words.list": _MODERATORS,
    "raid.switch": _MODERATORS,
    "case.settle": _MODERATORS,
    "console.enter": _MODERATORS,
    "report.create": _EVERYBODY,
    "category.create": _ADMINS,
    "category.staff": _MODERATORS,
    "thread.create": _MEMBERS,
    "thread.edit": _MODERATORS,
    "thread.lock": _MODERATORS,
    "thread.pin": _HOSTS,
    "thread.decide": _HOSTS,
    "thread.move": _MODERATORS,
    "thread.merge": _MODERATORS,
    "thread.move_own": _MODERATORS,
    "thread.tag": _MODERATORS,
    "report.weigh": _MODERATORS,
    "queue.count": _MODERATORS,
    "thread.split": _MODERATORS,
    "post.create": _MEMBERS,
    "people.see": _HOSTS,
    "people.clean": _HOSTS,
    "people.export": _ADMINS,
    "announcement.create": _HOSTS,
    "tribe.create": _ADMINS,
    "tribe.oversee": _ADMINS,
    "capsule.create": _MEMBERS,
    "capsule.edit": _HOSTS,
    "promotion.create": _MEMBERS,
    "promotion.undo": _HOSTS,
    "reaction.add": _MEMBERS,
    "proposal.create": _MEMBERS,
    "proposal.vote": _MEMBERS,
    "proposal.open": _MODERATORS,
    "jury.serve": _MEMBERS,
    "charter.edit": _LED_BY_OWNER,
    "points.give": _LED_BY_OWNER,
    "opening.ask": _HOSTS,
}


# What somebody who is silenced may still do. Besides looking, everything else of their role rests until it ends.
WHILE_SILENCED = frozenset({"report.create", "proposal.vote"})


class Hush(Protocol):
    """That somebody is silenced."""

    until: datetime
    reason: str


# What a community may give to other roles than usual. Moderators hold each of them, and owners always do: so nobody
# comes by more than a moderator could do already.
ADJUSTABLE = frozenset({
    "invitation.create", "mention.all", "mention.role", "promotion.create", "room.circle", "room.create", "room.pin",
    "thread.create",
})  # fmt: skip

# What somebody holds beside their role, because of what they did here: an upper layer knows.
_earners: list[Callable[["Holder"], frozenset[str]]] = []

# From which role on members of a community, by its id, hold what is adjusted there: an upper layer knows.
_adjusters: list[Callable[[int], Mapping[str, Role]]] = []


def adjusted_by(adjuster: Callable[[int], Mapping[str, Role]]) -> None:
    _adjusters.append(adjuster)


def earned_by(earner: Callable[["Holder"], frozenset[str]]) -> None:
    _earners.append(earner)


def least(capability: str) -> Role:
    """The least of the roles that usually hold a capability."""
    return max(CAPABILITIES[capability], key=RANK.__getitem__)


class Holder(Protocol):
    """Who holds a role in a community; every member does."""

    role: str
    level: str
    community_id: int

    def hush(self) -> Hush | None: ...


def can(holder: Holder, capability: str) -> bool:
    """Whether somebody holds a capability. An unknown capability is a bug and raises KeyError."""
    if capability in ADJUSTABLE:
        for adjuster in _adjusters:
            if adjusted := adjuster(holder.community_id).get(capability):
                return RANK[Role(holder.role)] <= RANK[adjusted]
    return holder.role in CAPABILITIES[capability] or any(capability in earner(holder) for earner in _earners)


def of(holder: Holder) -> list[str]:
    """Everything that somebody may do, sorted."""
    return sorted(name for name in CAPABILITIES if can(holder, name))


def require(holder: Holder, capability: str) -> None:
    """Raise `forbidden` unless somebody holds the capability, and `member.silenced` while it rests."""
    require_to_read(holder, capability)
    if capability not in WHILE_SILENCED:
        require_voice(holder)


def require_to_read(holder: Holder, capability: str) -> None:
    """Raise `forbidden` unless somebody holds the capability, to look only: who is silenced reads what they read."""
    if not can(holder, capability):
        raise Forbidden("forbidden", "Your role does not allow this.", capability=capability)


def require_voice(holder: Holder) -> None:
    """Raise `member.silenced` while a silence runs."""
    if hush := holder.hush():
        raise Forbidden(
            "member.silenced", "A moderator silenced you.", until=hush.until.isoformat(), reason=hush.reason
        )


def outranks(role: str, other: str) -> bool:
    return RANK[Role(role)] < RANK[Role(other)]
