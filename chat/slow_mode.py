"""Slow mode: in a room that its hosts have slowed down, everybody else says one thing in so many seconds."""

from collections.abc import Sequence
from typing import Protocol

from redis import RedisError

from chat.models import Room
from community import access
from community.errors import Forbidden
from community.members.models import Member
from community.memory import key, memory


class Said(Protocol):
    @property
    def author(self) -> Member: ...
    @property
    def room(self) -> Room: ...


def too_soon(posts: Sequence[Said]) -> list[Forbidden | None]:
    """For each post the error, if its author spoke in its room a moment ago; one that may be said counts as said."""
    slowed = [post for post in posts if post.room.slow_seconds and not access.can(post.author.role, "room.edit")]
    if not slowed:
        return [None] * len(posts)
    try:
        waits = dict(zip(map(id, slowed), _waits(slowed), strict=True))
    except RedisError:
        return [None] * len(posts)  # nobody counts while Redis is away; talking goes on
    return [_refusal(post.room, waits[id(post)]) if waits.get(id(post)) else None for post in posts]


def _waits(posts: Sequence[Said]) -> list[int]:
    """The seconds that each must still wait; 0 for those whose turn it is."""
    pipe = memory.pipeline(transaction=False)
    for post in posts:
        name = key("slow", post.room.pk, post.author.pk)
        pipe.set(name, 1, nx=True, ex=post.room.slow_seconds)
        pipe.ttl(name)
    answers = pipe.execute()
    return [0 if taken else max(1, left) for taken, left in zip(answers[::2], answers[1::2], strict=True)]


def _refusal(room: Room, seconds: int) -> Forbidden:
    wait, all_of_it = min(seconds, room.slow_seconds), room.slow_seconds
    return Forbidden("room.slow_mode", "The room is in slow mode.", retry_after=wait, seconds=all_of_it)
