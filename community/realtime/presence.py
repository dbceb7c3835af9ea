"""Who has a room open: entries that run out by themselves, so that a lost goodbye does not linger."""

import time
from typing import cast

from django.core.cache import cache

from community.members.models import Member
from community.members.shapes import MemberRef
from community.memory import key as memory_key
from community.memory import memory
from community.realtime.publish import publish
from community.realtime.shapes import Presence

LASTS = 70  # seconds: two heartbeats and some
CROWD = 100  # people: above this, presence and typing are not sent at all (Zulip's limit, for the same reason)
QUIET = 2  # seconds between two presence events of a room


def enter(room_id: int, member: Member) -> None:
    """Somebody opened the room: everybody there, the newcomer too, hears who is here."""
    memory.delete(_told_key(room_id))
    stay(room_id, member)


def stay(room_id: int, member: Member) -> None:
    """Somebody still has the room open. What was held back, or has run out, is told now."""
    key = _key(room_id)
    memory.zadd(key, {str(member.pk): time.time() + LASTS})
    memory.expire(key, LASTS * 2)
    _announce(room_id)


def leave(room_id: int, member: Member) -> None:
    if memory.zrem(_key(room_id), str(member.pk)):
        _announce(room_id)


def here(room_id: int) -> list[int]:
    """The members who have the room open."""
    key = _key(room_id)
    memory.zremrangebyscore(key, 0, time.time())
    return [int(pk) for pk in cast(list[bytes], memory.zrange(key, 0, CROWD))]


def is_crowded(room_id: int) -> bool:
    return memory.zcount(_key(room_id), time.time(), "+inf") > CROWD


def _announce(room_id: int) -> None:
    """Send who is here if that is news, at most once in a few seconds; heartbeats come back to what that held back."""
    ids = here(room_id)
    now_here = ",".join(str(pk) for pk in sorted(ids))
    told = memory.get(_told_key(room_id))
    if len(ids) > CROWD or told == now_here.encode() or not cache.add(f"presence:{room_id}", 1, timeout=QUIET):
        return
    memory.set(_told_key(room_id), now_here, ex=LASTS * 2)
    publish(f"here.{room_id}", snapshot(room_id, ids))


def snapshot(room_id: int, ids: list[int]) -> Presence:
    members = Member.objects.filter(pk__in=ids).order_by("name")
    return Presence(room=room_id, here=[MemberRef.of(member) for member in members], count=len(ids))


def _key(room_id: int) -> str:
    return memory_key("here", room_id)


def _told_key(room_id: int) -> str:
    return memory_key("told", room_id)
