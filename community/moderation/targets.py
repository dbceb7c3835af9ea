"""What can be reported: each layer registers the kinds of things that it keeps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from community.errors import NotFound
from community.members.models import Member, User
from community.moderation.audit import Moderator


@dataclass(frozen=True)
class Target:
    """Something that a member wrote.

    Attributes:
        object: its kind and id, such as `message:812`.
        place: where it stands, `room:5` or `thread:2`.
        path: where it is read in the app.
        words: what is to be read there now.
        stands: whether it is shown.
    """

    object: str
    author: Member
    place: str
    path: str
    words: str
    stands: bool


@dataclass(frozen=True)
class Line:
    """One of the lines among which it stands.

    Attributes:
        is_it: whether this is the thing itself.
        member: whose line it is, by their key.
    """

    author: str
    words: str
    at: datetime
    is_it: bool
    member: int


Hide = Callable[[Moderator, int, str, str], object]


@dataclass(frozen=True)
class Kind:
    """How things of a kind are found and taken out of sight.

    Attributes:
        seen_by: the thing and who an account is there; raises `not_found` unless the account can read it.
        found: the thing, for those who settle; None if it is gone for good.
        around: what was said around it, in its order.
        hide: takes why, for its author, and the article of the rules that it goes by.
        keep: what follows where it may stand, if anything does.
        tells: whether its author is told that it was taken out of sight; other kinds tell it in their own way.
        takes: the capability by which others than its author take it out of sight.
        hide_parts: what takes another part of it out of sight than `hide`, by the name of the part.
    """

    seen_by: Callable[[User, int], tuple[Target, Member]]
    found: Callable[[int], Target | None]
    around: Callable[[int], Sequence[Line]]
    hide: Hide
    restore: Callable[[Moderator, int], object]
    keep: Callable[[Moderator, int], object] | None = None
    tells: bool = True
    takes: str = "message.hide"
    hide_parts: Mapping[str, Hide] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    _kinds[name] = kind


def seen_by(user: User, thing: str) -> tuple[Target, Member]:
    """What an account wants to report, and who it is there; raises `not_found`."""
    kind, pk = _of(thing)
    return kind.seen_by(user, pk)


def found(thing: str) -> Target | None:
    kind, pk = _of(thing)
    return kind.found(pk)


def around(thing: str) -> Sequence[Line]:
    kind, pk = _of(thing)
    return kind.around(pk)


def hide(by: Moderator, thing: str, reason: str, rule: str = "", part: str = "") -> Target | None:
    """Take it, or a part that its kind knows, out of sight, if it is still there to be taken; gives what was."""
    kind, pk = _of(thing)
    target = kind.found(pk)
    if target is None or not target.stands:
        return None
    kind.hide_parts.get(part, kind.hide)(by, pk, reason, rule)
    return target


def kind_of(thing: str) -> Kind:
    return _of(thing)[0]


def keep(by: Moderator, thing: str) -> None:
    """Let it stand, if it is still there."""
    kind, pk = _of(thing)
    if kind.keep and kind.found(pk):
        kind.keep(by, pk)


def restore(by: Moderator, thing: str) -> None:
    kind, pk = _of(thing)
    if kind.found(pk):
        kind.restore(by, pk)


def _of(thing: str) -> tuple[Kind, int]:
    name, _, number = thing.partition(":")
    kind = _kinds.get(name)
    if kind is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotFound("thing")
    return kind, int(number)
