"""Who has a room open: entries that run out by themselves, so that a lost goodbye does not linger."""

import time
from collections.abc import Iterable

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

People = list[tuple[int, int]]  # rooms, and members there


def enter(people: People) -> None:
    """Some opened a room: everybody there, the newcomers too, hears who is here."""
    _write(people, newcomers=True)


def stay(people: People) -> None:
    """Some still have a room open. What was held back, or has run out, is told now."""
    _write(people)


def leave(people: People) -> None:
    pipe = memory.pipeline(transaction=False)
    for room_id, member_id in people:
        pipe.zrem(_key(room_id), str(member_id))
    left = pipe.execute()
    _announce({room_id for (room_id, _), gone in zip(people, left, strict=True) if gone})


def here(room_id: int) -> list[int]:
    """The members who have the room open; of a crowd, some."""
    return _here([room_id])[0]


def is_crowded(room_id: int) -> bool:
    return memory.zcount(_key(room_id), time.time(), "+inf") > CROWD


def _write(people: People, newcomers: bool = False) -> None:
    room_ids = {room_id for room_id, _ in people}
    until = time.time() + LASTS
    pipe = memory.pipeline(transaction=False)
    for room_id in room_ids:
        if newcomers:
            pipe.delete(_told_key(room_id))
        pipe.zadd(_key(room_id), {str(member): until for room, member in people if room == room_id})
        pipe.expire(_key(room_id), LASTS * 2)
    pipe.execute()
    _announce(room_ids)


def _here(room_ids: Iterable[int]) -> list[list[int]]:
    pipe = memory.pipeline(transaction=False)
    for room_id in room_ids:
        pipe.zremrangebyscore(_key(room_id), 0, time.time())
        pipe.zrange(_key(room_id), 0, CROWD)
    return [[int(pk) for pk in ids] for ids in pipe.execute()[1::2]]


def _announce(room_ids: Iterable[int]) -> None:
    """Send who is in each room if that is news, at most once in a few seconds; heartbeats bring the rest."""
    rooms = list(room_ids)
    for room_id, ids in zip(rooms, _here(rooms), strict=True):
        if len(ids) <= CROWD:
            _announce_one(room_id, ids)


def _announce_one(room_id: int, ids: list[int]) -> None:
    now_here = ",".join(str(pk) for pk in sorted(ids))
    if memory.get(_told_key(room_id)) == now_here.encode() or not cache.add(f"presence:{room_id}", 1, timeout=QUIET):
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
