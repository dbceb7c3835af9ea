"""What every member reads of a profile: as it is reported, cleared, and put back. Upper layers add their parts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from community.members.models import Audience, Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.moderation.models import ClearedProfile


@dataclass(frozen=True)
class Part:
    """
    Attributes:
        said: what every member reads of it, a line each.
        clear: takes that away; gives what is to be kept, nothing where there was nothing.
        restore: puts what was kept back, except where something was written since.
    """

    said: Callable[[Member], list[str]]
    clear: Callable[[Member], Any]
    restore: Callable[[Member, Any], object]


NAME = "name"  # the part that goes only where somebody says so, and what is said then for it alone
ALL = "all"  # the name with everything else

_parts: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    _parts[name] = part


def words(member: Member) -> str:
    """The name, and what each part says."""
    lines = [line for part in _parts.values() for line in part.said(member)]
    return "\n".join(filter(None, (member.name, member.title, *lines)))


@transaction.atomic
def clear(by: Moderator, member: Member, reason: str = "", rule: str = "", goes: str = "") -> None:
    """Take away what a profile says beside the name.

    Args:
        goes: `NAME` for the name alone, `ALL` for the name as well.
    """
    by.require("message.hide")
    kept = {name: was for name, part in _going(goes) if (was := part.clear(member))}
    ClearedProfile.objects.create(member=member, kept=kept)
    for act in _acts(goes != NAME, bool(goes)):
        audit.record(by, f"clear {act}", member, member.community_id, member, reason, rule=rule)


@transaction.atomic
def restore(by: Moderator, member: Member) -> None:
    """Put back what was taken away last, as far as nothing else was written since."""
    by.require("message.hide")
    row = ClearedProfile.objects.select_for_update().filter(member=member).order_by("-pk").first()
    if row is None:
        return
    for name, was in row.kept.items():
        if name in _parts:
            _parts[name].restore(member, was)
    row.delete()
    for act in _acts(row.kept.keys() != {NAME}, NAME in row.kept):
        audit.record(by, f"restore {act}", member, member.community_id, member)


def _going(goes: str) -> list[tuple[str, Part]]:
    return [(name, part) for name, part in _parts.items() if goes == ALL or (name == NAME) == (goes == NAME)]


def _acts(is_profile: bool, is_name: bool) -> list[str]:
    """What the audit calls what went, or came back."""
    return ["profile"] * is_profile + ["name"] * is_name


def _said(member: Member) -> list[str]:
    return [member.bio] if member.bio_to == Audience.MEMBERS else []


def _clear(member: Member) -> str:
    was = "".join(_said(member))
    if was:
        Member.objects.filter(pk=member.pk).update(bio="")
    return was


def _restore(member: Member, was: str) -> None:
    Member.objects.filter(pk=member.pk, bio="").update(bio=was)


register("bio", Part(_said, _clear, _restore))
