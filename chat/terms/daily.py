"""So many messages of a member in a day of the room's time zone."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from redis import RedisError

from chat.slow_mode import Said
from chat.terms import agreed
from community import access, clock
from community.clock import now
from community.errors import Forbidden
from community.memory import key, memory

DAY = 86_400 + 7_200  # seconds; one on which clocks are set back is longer


def too_many(posts: Sequence[Said]) -> list[Forbidden | None]:
    """For each post the error, if its author has said enough in its room today; one that may be said counts."""
    counted = [post for post in posts if agreed.of(post.room).daily and not access.can(post.author, "room.edit")]
    if not counted:
        return [None] * len(posts)
    moment = now()
    try:
        said = dict(zip(map(id, counted), _count(counted, moment), strict=True))
    except RedisError:
        return [None] * len(posts)  # nobody counts while Redis is away; talking goes on
    return [_refusal(post, said[id(post)], moment) if id(post) in said else None for post in posts]


def _count(posts: Sequence[Said], moment: datetime) -> list[int]:
    """How many posts of its author each makes today; 0 for one that counts already. What is too much does not count."""
    pipe = memory.pipeline(transaction=False)
    names = [_name(post, moment) for post in posts]
    for post, name in zip(posts, names, strict=True):
        pipe.sadd(name, str(post.client_id))
        pipe.expire(name, DAY)
        pipe.scard(name)
    answers = pipe.execute()
    counts = [count if is_new else 0 for is_new, count in zip(answers[::3], answers[2::3], strict=True)]
    for post, name, count in zip(posts, names, counts, strict=True):
        if count > agreed.of(post.room).daily:
            pipe.srem(name, str(post.client_id))
    pipe.execute()  # asks nothing of Redis where there is nothing to take back
    return counts


def _name(post: Said, moment: datetime) -> str:
    day = clock.local(moment, agreed.of(post.room).zone).date()
    return key("said-today", post.room.pk, post.author.pk, day)


def _refusal(post: Said, count: int, moment: datetime) -> Forbidden | None:
    terms = agreed.of(post.room)
    if count <= terms.daily:
        return None
    tomorrow = clock.at(clock.local(moment, terms.zone).date() + timedelta(days=1), 0, terms.zone)
    message = "You have said as much here today as the room allows."
    return Forbidden("room.daily", message, limit=terms.daily, until=tomorrow.isoformat())
