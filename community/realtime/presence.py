"""Who has a room open: entries that run out by themselves, so that a lost goodbye does not linger."""

import time
from collections.abc import Iterable
from secrets import token_hex
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection
from redis.client import Pipeline

from community.jobs.soon import Soon
from community.members.models import Member
from community.members.shapes import MemberRef
from community.memory import key as memory_key
from community.memory import memory
from community.realtime.publish import publish
from community.realtime.shapes import Presence

LASTS = 70  # seconds: two heartbeats and some
CROWD = 100  # people: above this, presence and typing are not sent at all (Zulip's limit, for the same reason)
QUIET = 2  # seconds between two presence events of a room
PROCESS = token_hex(4)  # whoever has a room open at two processes, and closes one of the two, is still there


class Here(NamedTuple):
    """A member who has a room open, and whether others see that."""

    room: int
    member: int
    shown: bool


People = list[Here]


def enter(people: People) -> None:
    """Some opened a room: everybody there, the newcomers too, hears who is here."""
    _write(people, newcomers=True)


def stay(people: People) -> None:
    """Some still have a room open. Who has run out meanwhile is told of now."""
    _write(people)


def leave(people: People) -> None:
    pipe = memory.pipeline(transaction=False)
    for one in people:
        pipe.zrem(_key(one.room), _entry(one))
        pipe.zrem(_shown_key(one.room), _entry(one))
    left = pipe.execute()[1::2]
    _announce({one.room for one, gone in zip(people, left, strict=True) if gone})


def here(room_id: int) -> list[int]:
    """The members who have the room open, seen or not; of a crowd, some."""
    pipe = memory.pipeline(transaction=False)
    pipe.zremrangebyscore(_key(room_id), 0, time.time())
    pipe.zrange(_key(room_id), 0, CROWD)
    return _members(pipe.execute()[1])


def seen(room_id: int) -> list[int]:
    """Those of them whom others see; nobody in a crowd."""
    return _seen([room_id])[0] or []


def is_crowded(room_id: int) -> bool:
    return memory.zcount(_key(room_id), time.time(), "+inf") > CROWD


def _write(people: People, newcomers: bool = False) -> None:
    room_ids = {one.room for one in people}
    until = time.time() + LASTS
    pipe = memory.pipeline(transaction=False)
    for room_id in room_ids:
        if newcomers:
            pipe.delete(_told_key(room_id))
        _note(pipe, room_id, [one for one in people if one.room == room_id], until)
    pipe.execute()
    _announce(room_ids)


def _note(pipe: Pipeline, room_id: int, people: People, until: float) -> None:
    pipe.zadd(_key(room_id), {_entry(one): until for one in people})
    pipe.expire(_key(room_id), LASTS * 2)
    if shown := {_entry(one): until for one in people if one.shown}:
        pipe.zadd(_shown_key(room_id), shown)
        pipe.expire(_shown_key(room_id), LASTS * 2)
    if hidden := [_entry(one) for one in people if not one.shown]:
        pipe.zrem(_shown_key(room_id), *hidden)


def _seen(room_ids: Iterable[int]) -> list[list[int] | None]:
    """Who is seen in each of the rooms; None where there is a crowd, of whom nobody is told."""
    pipe, moment = memory.pipeline(transaction=False), time.time()
    for room_id in room_ids:
        pipe.zcount(_key(room_id), moment, "+inf")
        pipe.zremrangebyscore(_shown_key(room_id), 0, moment)
        pipe.zrange(_shown_key(room_id), 0, CROWD)
    answers = pipe.execute()
    counted = zip(answers[::3], answers[2::3], strict=True)
    return [_members(entries) if count <= CROWD else None for count, entries in counted]


def _announce(room_ids: Iterable[int]) -> None:
    """Send who is in each room if that is news; what comes too soon after the last telling is told when it is time."""
    rooms = list(room_ids)
    for room_id, ids in zip(rooms, _seen(rooms), strict=True):
        if ids is not None:
            _announce_one(room_id, ids)


def _announce_waiting(room_ids: list[int]) -> None:
    """The same, in a thread of its own, of what was held back."""
    try:
        _announce(dict.fromkeys(room_ids))
    finally:
        connection.close()


def _announce_one(room_id: int, ids: list[int]) -> None:
    now_here = ",".join(str(pk) for pk in sorted(ids))
    if memory.get(_told_key(room_id)) == now_here.encode():
        return
    if not cache.add(f"presence:{room_id}", 1, timeout=QUIET):
        _waiting.add([room_id])
        return
    memory.set(_told_key(room_id), now_here, ex=LASTS * 2)
    publish(f"here.{room_id}", snapshot(room_id, ids))


def snapshot(room_id: int, ids: list[int]) -> Presence:
    members = Member.objects.filter(pk__in=ids).order_by("name")
    return Presence(room=room_id, here=[MemberRef.of(member) for member in members], count=len(ids))


def _entry(one: Here) -> str:
    return f"{one.member}@{PROCESS}"


def _members(entries: list[bytes]) -> list[int]:
    return list(dict.fromkeys(int(entry.partition(b"@")[0]) for entry in entries))


def _key(room_id: int) -> str:
    return memory_key("here", room_id)


def _shown_key(room_id: int) -> str:
    return memory_key("seen", room_id)


def _told_key(room_id: int) -> str:
    return memory_key("told", room_id)


_waiting = Soon(_announce_waiting, moment=QUIET)
