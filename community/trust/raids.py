"""Raid mode: for a while nobody comes in, and what newcomers write is read before it appears.

Each process keeps for some seconds whether a community is in it: a change counts everywhere within that time.
"""

import time
from collections.abc import Iterable
from datetime import timedelta
from threading import Lock

from cachetools import LRUCache
from django.conf import settings
from django.db import transaction

from community import access
from community.clock import now
from community.errors import Forbidden, InvalidInput
from community.members import communities
from community.members.models import Community, Member, User
from community.moderation import audit
from community.moderation.audit import BY_ITSELF, Moderator
from community.notifications import notices
from community.realtime.publish import publish
from community.trust import newcomers
from community.trust.models import Raid
from community.trust.shapes import RaidChanged, RaidShape

LASTS = 5.0  # seconds
LONGEST = timedelta(hours=24)
BEFORE = timedelta(hours=24)  # who joined so long before it began is part of it

_kept: LRUCache[int, tuple[float, Raid | None]] = LRUCache(2_000)
_lock = Lock()


def current(community_id: int) -> Raid | None:
    """The raid mode that a community is in, as it stands."""
    return Raid.objects.on().filter(community=community_id).first()


def remembered(community_id: int) -> Raid | None:
    """The same, as this process knows it."""
    with _lock:
        until, raid = _kept.get(community_id, (0.0, None))
    if until < time.monotonic():
        raid = current(community_id)
        with _lock:
            _kept[community_id] = (time.monotonic() + LASTS, raid)
    return raid if raid and raid.until > now() else None


def concerning(member: Member) -> Raid | None:
    """The raid mode under which what somebody writes is read first; asked for no more than newcomers."""
    if not _may_concern(member):
        return None
    raid = remembered(member.community_id)
    is_new = raid is not None and (newcomers.binds(member) or member.joined_at > raid.began_at - BEFORE)
    return raid if is_new else None


@transaction.atomic
def begin(by: Moderator, community: Community, minutes: int, cause: str = Raid.Cause.HAND) -> Raid:
    """Close the door for a while, or keep it closed so much longer from now. Of two who do so at once, each is right.

    Raises:
        Forbidden: `forbidden`.
        InvalidInput: it would last longer than a day.
    """
    by.require("raid.switch")
    until = now() + timedelta(minutes=minutes)
    if not timedelta(0) < until - now() <= LONGEST:
        raise InvalidInput("input.invalid", "From a minute to a day.", fields={"minutes": "out_of_range"})
    _close_old(community.pk)
    told = {"until": until, "cause": cause, "by": by.account}
    raid, is_new = Raid.objects.select_for_update().get_or_create(community=community, ended_at=None, defaults=told)
    if not is_new:
        raid.until = until
        raid.save(update_fields=["until"])
    act = "raid mode on" if is_new else "prolong raid mode"
    audit.record(by, act, raid, community.pk, None, until=until.isoformat(), cause=cause)
    _tell(community.pk, raid)
    if is_new:
        _tell_moderators(raid, by)
    return raid


@transaction.atomic
def end(by: Moderator, community: Community) -> None:
    """Open the door again. Twice is once."""
    by.require("raid.switch")
    raid = Raid.objects.on().filter(community=community).first()
    if raid and Raid.objects.filter(pk=raid.pk, ended_at=None).update(ended_at=now()):
        audit.record(by, "raid mode off", raid, community.pk, None)
        _tell(community.pk, None)


def begin_by_itself(community: Community, cause: str) -> None:
    """Close the door because of what just happened; whoever opened it by hand a while ago keeps it open."""
    lately = now() - timedelta(minutes=settings.OXBOW["RAID_MINUTES"])
    if current(community.pk) or Raid.objects.filter(community=community, ended_at__gt=lately).exists():
        return
    begin(BY_ITSELF, community, settings.OXBOW["RAID_MINUTES"], cause)


def require_open_door(user: User, community: Community) -> None:
    """Raise `community.raid` while nobody comes in but who was let go."""
    raid = current(community.pk)
    if raid and not communities.may_return(user, community):
        message = "The door is closed for a while: many came at once."
        raise Forbidden("community.raid", message, until=raid.until.isoformat())


def forget() -> None:
    """Look at every community afresh."""
    with _lock:
        _kept.clear()


def _may_concern(member: Member) -> bool:
    """Whether somebody may be part of a raid at all, by what is known of them without asking."""
    return newcomers.binds(member) or (
        member.role == access.Role.MEMBER and member.joined_at > now() - BEFORE - LONGEST
    )


def _close_old(community_id: int) -> None:
    """What ended by itself is over."""
    for raid in Raid.objects.filter(community=community_id, ended_at=None, until__lte=now()):
        Raid.objects.filter(pk=raid.pk, ended_at=None).update(ended_at=raid.until)


def _tell(community_id: int, raid: Raid | None) -> None:
    transaction.on_commit(forget)
    shape = RaidShape.of(raid) if raid else None
    publish(f"board.{community_id}", RaidChanged(community=community_id, raid=shape))


def _tell_moderators(raid: Raid, by: Moderator) -> None:
    for member in _moderators(raid.community_id):
        if by.member is None or member.pk != by.member.pk:
            data: dict[str, object] = {"until": raid.until.isoformat(), "cause": raid.cause}
            notices.tell(member, "raid", key=f"raid:{raid.pk}", actor=by.member, data=data)


def _moderators(community_id: int) -> Iterable[Member]:
    roles = access.CAPABILITIES["raid.switch"]
    return Member.objects.present().filter(community=community_id, role__in=roles).exclude(user=None)
