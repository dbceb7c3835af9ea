"""Too much at once, and the same again and again.

Authors are counted in each process (`tally`). What several newcomers say alike is counted in Redis, where all meet.
"""

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from redis import RedisError

from community.errors import Forbidden, Refusal
from community.memory import key, memory
from community.realtime.flood import posts_too_many
from community.trust import newcomers, sameness
from community.trust.said import SAME, Said, Wait
from community.trust.tally import Tally

WINDOW = 600  # seconds in which the same text is the same
EPISODE = 10  # seconds in which refusals are one flood
HOUR = 3_600

_minutes = Tally("posts-a-minute", 60)
_repeats = Tally("repeats", WINDOW)
_episodes = Tally("flooding", EPISODE)
_floods = Tally("floods", HOUR)


def too_fast(said: Sequence[Said]) -> list[Refusal | None]:
    """Count these posts; for each the error, if its author posts faster than anybody reads."""
    authors = [one.author.pk for one in said]
    most = settings.OXBOW["POSTS_A_MINUTE"]
    counts = _minutes.add([str(pk) for pk in authors])
    soon = posts_too_many(authors)
    return [
        Forbidden("post.too_fast", "You post faster than anybody reads.", retry_after=flood.data["retry_after"])
        if flood
        else Forbidden("post.too_fast", "You post faster than anybody reads.", retry_after=30)
        if most and count > most
        else None
        for flood, count in zip(soon, counts, strict=True)
    ]


def floods_of(author_id: int) -> int:
    """Note that somebody was too fast; how many floods that makes in an hour. What follows at once is the same."""
    if _episodes.add([str(author_id)])[0] > 1:
        return 0
    return _floods.add([str(author_id)])[0]


def repeated(said: Sequence[Said]) -> list[Refusal | None]:
    """For each post the error, if its author said the same a moment ago, wherever it was."""
    most = settings.OXBOW["REPEATS"]
    prints = [mark(one) if most else None for one in said]
    named = [f"{one.author.pk}:{sign}" for one, sign in zip(said, prints, strict=True) if sign]
    counts = iter(_repeats.add(named) if named else [])
    return [
        Forbidden("post.repeated", "You said the same a moment ago.", limit=most)
        if sign and next(counts) >= most
        else None
        for sign in prints
    ]


def alike(said: Sequence[Said]) -> list[Wait | None]:
    """For each post why it waits, if several newcomers say the same just now."""
    most = cast(int, settings.OXBOW["ALIKE"])
    prints = [mark(one) if most and newcomers.binds(one.author) and not one.alone else None for one in said]
    if not any(prints):
        return [None] * len(said)
    pipe = memory.pipeline(transaction=False)
    for one, sign in zip(said, prints, strict=True):
        if sign:
            name = _alike(one.author.community_id, sign)
            pipe.sadd(name, one.author.pk)
            pipe.expire(name, WINDOW, nx=True)
            pipe.scard(name)
    try:
        counts = iter(pipe.execute()[2::3])
    except RedisError:
        return [None] * len(said)  # nobody counts while Redis is away; talking goes on
    return [Wait(SAME, str(count)) if sign and (count := next(counts)) >= most else None for sign in prints]


def who_said(community_id: int, sign: str) -> list[int]:
    """The newcomers who said the same just now, by its fingerprint; nobody while Redis is away."""
    try:
        return [int(pk) for pk in memory.smembers(_alike(community_id, sign))]
    except RedisError:
        return []


def mark(said: Said) -> str | None:
    """The fingerprint of what somebody says; a thread says what it opens with, whatever its title."""
    is_doubtful = newcomers.binds(said.author)
    bodies = (said.untitled, said.body) if said.untitled else (said.body,)
    return next(filter(None, (sameness.fingerprint(body, is_doubtful=is_doubtful) for body in bodies)), None)


def _alike(community_id: int, sign: str) -> str:
    return key("alike", community_id, sign)


def forget() -> None:
    """Count from nothing."""
    for tally in (_minutes, _repeats, _episodes, _floods):
        tally.forget()
