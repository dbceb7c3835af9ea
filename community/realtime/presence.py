"""Who has a room open: entries that run out by themselves, so that a lost goodbye does not linger."""

import time
from typing import cast

import redis
from django.conf import settings
from django.core.cache import cache

from community.members.models import Member
from community.members.shapes import MemberRef
from community.realtime.publish import publish
from community.realtime.shapes import Presence

LASTS = 70  # seconds: two heartbeats and some
CROWD = 100  # people: above this, presence and typing are not sent at all (Zulip's limit, for the same reason)
QUIET = 2  # seconds between two presence events of a room

_redis = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])


def enter(room_id: int, member: Member) -> None:
    """Somebody opened the room, or still has it open."""
    key = _key(room_id)
    came = _redis.zadd(key, {str(member.pk): time.time() + LASTS})
    _redis.expire(key, LASTS * 2)
    if came:
        _announce(room_id)


def leave(room_id: int, member: Member) -> None:
    if _redis.zrem(_key(room_id), str(member.pk)):
        _announce(room_id)


def here(room_id: int) -> list[int]:
    """The members who have the room open."""
    key = _key(room_id)
    _redis.zremrangebyscore(key, 0, time.time())
    return [int(pk) for pk in cast(list[bytes], _redis.zrange(key, 0, CROWD))]


def is_crowded(room_id: int) -> bool:
    return _redis.zcard(_key(room_id)) > CROWD


def _announce(room_id: int) -> None:
    """Send who is here, at most once in a few seconds; the heartbeat's refresh sends what that held back."""
    ids = here(room_id)
    if len(ids) > CROWD or not cache.add(f"presence:{room_id}", 1, timeout=QUIET):
        return
    publish(f"here.{room_id}", snapshot(room_id, ids))


def snapshot(room_id: int, ids: list[int]) -> Presence:
    members = Member.objects.filter(pk__in=ids).order_by("name")
    return Presence(room=room_id, here=[MemberRef.of(member) for member in members], count=len(ids))


def _key(room_id: int) -> str:
    return f"{settings.REDIS_PREFIX}:here:{room_id}"
