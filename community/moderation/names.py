"""A name that cannot stay: its bearer is called by a number until they choose another one, which is not the same."""

from collections.abc import Callable

from community.errors import Forbidden
from community.members.models import Member
from community.moderation import profiles
from community.moderation.filters import letters
from community.moderation.models import ClearedProfile
from community.moderation.profiles import NAME, Part
from community.text import folded

NEUTRAL = {"en": "Member {}", "zh-Hans": "成员 {}", "zh-Hant": "成員 {}"}

# Told of whoever is called something else by the hand of a moderator, inside the transaction.
_listeners: list[Callable[[Member], None]] = []


def when_called_otherwise(listener: Callable[[Member], None]) -> None:
    _listeners.append(listener)


def neutral(member: Member) -> str:
    """What somebody without a name is called, in the language of their community."""
    return NEUTRAL[member.community.locale].format(member.pk)


def is_neutral(member: Member) -> bool:
    return member.name in _numbered(member)


def require_another(member: Member, name: str) -> None:
    """Raise `name.cleared` for a name that moderators took away from the member, however its letters are disguised."""
    cleared = ClearedProfile.objects.filter(member=member, kept__has_key=NAME).values_list(f"kept__{NAME}", flat=True)
    if any(_read(name) == _read(was) for was in cleared):
        raise Forbidden("name.cleared", "A moderator took this name away: choose another one.")


def _read(name: str) -> str:
    """As names are compared; those of signs that are no letters as they are written."""
    return letters.read(name).text or folded(name)


def _said(member: Member) -> list[str]:
    return []  # every report begins with the name


def _clear(member: Member) -> str:
    was = Member.objects.select_for_update(no_key=True).values_list("name", flat=True).get(pk=member.pk)
    return was if _call(member, [was], neutral(member)) else ""


def _restore(member: Member, was: str) -> None:
    """Unless they chose another one since."""
    _call(member, _numbered(member), was)


def _numbered(member: Member) -> list[str]:
    """In each language: that of the community may have been another one."""
    return [name.format(member.pk) for name in NEUTRAL.values()]


def _call(member: Member, so_far: list[str], name: str) -> bool:
    changes = {"name": name, "folded_name": folded(name)}
    if name in so_far or not Member.objects.filter(pk=member.pk, name__in=so_far).update(**changes):
        return False
    member.name = name
    for listener in _listeners:
        listener(member)
    return True


profiles.register(NAME, Part(_said, _clear, _restore))
