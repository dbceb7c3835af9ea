"""What a community asks at its door: read by whoever stands there, set by whoever edits the community."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import transaction

from community import access
from community.joining import waiting
from community.joining.models import Entrance
from community.members.models import Community, Member
from community.moderation import audit
from community.moderation.audit import Moderator

# How much was said there this week; the stream registers it.
_activity: list[Callable[[Community], int]] = []
LASTS = 600  # seconds that the figure on the door is kept


def when_asked_how_busy(count: Callable[[Community], int]) -> None:
    _activity.append(count)


def of(community: Community) -> Entrance:
    """The entrance of a community; one that nobody has furnished asks nothing."""
    return Entrance.objects.filter(pk=community.pk).first() or Entrance(community=community)


def to_edit(member: Member) -> Entrance:
    """The same with what only those see who set it."""
    access.require_to_read(member, "community.edit")
    return of(member.community)


@transaction.atomic
def edit(member: Member, changes: dict[str, Any]) -> Entrance:
    """Change what the door asks, and how many fit in: whoever waits comes in where there is more room.

    Args:
        changes: fields of `Entrance`; `capacity` with 0 for no limit.
    """
    access.require(member, "community.edit")
    entrance, _ = Entrance.objects.select_for_update(no_key=True).get_or_create(community=member.community)
    if (capacity := changes.pop("capacity", None)) is not None:
        Community.objects.filter(pk=member.community_id).update(capacity=capacity or None)
        member.community.capacity = capacity or None
        waiting.fill(member.community)
    for name, value in changes.items():
        setattr(entrance, name, value)
    entrance.save()
    fields = sorted([*changes, *(["capacity"] if capacity is not None else [])])
    audit.record(Moderator(member=member), "edit entrance", member.community, member.community_id, None, fields=fields)
    return entrance


def messages_a_week(community: Community) -> int:
    """About how much is said: rounded down, so that the door counts nobody's words."""
    found = cache.get(key := f"joining:week:{community.pk}")
    if found is None:
        found = rounded(sum(count(community) for count in _activity))
        cache.set(key, found, LASTS)
    return found


def rounded(number: int) -> int:
    """The first digit with noughts behind it; nothing below ten."""
    if number < 10:
        return 0
    unit = 10 ** (len(str(number)) - 1)
    return number // unit * unit
