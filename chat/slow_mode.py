"""Slow mode: in a room that its hosts have slowed down, everybody else says one thing in so many seconds."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

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
    @property
    def client_id(self) -> UUID: ...


def too_soon(posts: Sequence[Said]) -> list[Forbidden | None]:
    """For each post the error, if its author spoke in its room a moment ago; one that may be said counts as said."""
    slowed = [post for post in posts if post.room.slow_seconds and not access.can(post.author, "room.edit")]
    if not slowed:
        return [None] * len(posts)
    try:
        seconds = [post.room.slow_seconds for post in slowed]
        left = dict(zip(map(id, slowed), waits(slowed, "slow", seconds), strict=True))
    except RedisError:
        return [None] * len(posts)  # nobody counts while Redis is away; talking goes on
    return [_refusal(post.room, left[id(post)]) if left.get(id(post)) else None for post in posts]


def waits(posts: Sequence[Said], kind: str, seconds: Sequence[int]) -> list[int]:
    """The seconds that each must still wait; 0 for those whose turn it is, which begins anew.

    Whoever took the turn has it: the same post, sent again while another process commits it, does not wait for itself.
    """
    pipe = memory.pipeline(transaction=False)
    for post, each in zip(posts, seconds, strict=True):
        name = key(kind, post.room.pk, post.author.pk)
        pipe.set(name, str(post.client_id), nx=True, ex=each)
        pipe.get(name)
        pipe.ttl(name)
    answers = pipe.execute()
    turns = zip(posts, answers[1::3], answers[2::3], strict=True)
    return [0 if turn in (None, str(post.client_id).encode()) else max(1, left) for post, turn, left in turns]


def _refusal(room: Room, seconds: int) -> Forbidden:
    wait, all_of_it = min(seconds, room.slow_seconds), room.slow_seconds
    return Forbidden("room.slow_mode", "The room is in slow mode.", retry_after=wait, seconds=all_of_it)
