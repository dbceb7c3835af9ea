"""How many people a member calls by their roles, and how often."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from redis import RedisError

from chat.role_calls import Call
from community import access
from community.errors import Forbidden, InvalidInput
from community.members.models import Member
from community.memory import key, memory

HOUR = 3600  # seconds
Post = tuple[Member, UUID]  # its author, and its own id


def most(member: Member) -> int:
    """How many people a member may call by their roles at once."""
    if not access.can(member, "mention.role"):
        return 0
    return settings.OXBOW["MENTION_ROLE_LARGE" if access.can(member, "mention.role_large") else "MENTION_ROLE"]


def require_reach(author: Member, call: Call) -> None:
    """Raise `mention.role_capped` where a text calls more people by their roles than its author may."""
    if call.reached and len(call.reached) > (limit := most(author)):
        raise Forbidden("mention.role_capped", "Your role may not call so many.", limit=limit)


def require_called_before(before: Call, after: Call) -> None:
    """Raise `input.invalid` where an edit calls a role that the text did not call: nobody would see when."""
    if after.roles - before.roles:
        raise InvalidInput("input.invalid", "An edit cannot call a role.", fields={"body": "calls_role"})


def too_often(posts: Sequence[Post]) -> list[Forbidden | None]:
    """For each of these posts, which call roles, the error, if its author has called enough for now; else it counts.

    Hosts are not counted. The same post, sent again, is the same call.
    """
    limit = settings.OXBOW["ROLE_CALLS"]
    counted = [post for post in posts if limit and not access.can(post[0], "room.edit")]
    if not counted:
        return [None] * len(posts)
    try:
        over = _over(counted, limit)
    except RedisError:
        return [None] * len(posts)  # nobody counts while Redis is away; talking goes on
    return [_refusal(limit, over[post[1]]) if post[1] in over else None for post in posts]


def require_seldom(author: Member, client_id: UUID) -> None:
    """The same for one alone; raises the error."""
    (refusal,) = too_often([(author, client_id)])
    if refusal:
        raise refusal


def _over(posts: Sequence[Post], limit: int) -> dict[UUID, int]:
    """Those that are too much, with the seconds until the hour is over; they count for nothing."""
    pipe = memory.pipeline(transaction=False)
    names = [key("role-calls", author.pk) for author, _ in posts]
    for (_, client_id), name in zip(posts, names, strict=True):
        pipe.sadd(name, str(client_id))
        pipe.expire(name, HOUR, nx=True)
        pipe.scard(name)
        pipe.ttl(name)
    answers = pipe.execute()
    told = zip(posts, answers[::4], answers[2::4], answers[3::4], strict=True)
    over = {client_id: max(1, left) for (_, client_id), is_new, count, left in told if is_new and count > limit}
    for (_, client_id), name in zip(posts, names, strict=True):
        if client_id in over:
            pipe.srem(name, str(client_id))
    pipe.execute()  # asks nothing of Redis where there is nothing to take back
    return over


def _refusal(limit: int, seconds: int) -> Forbidden:
    return Forbidden("mention.role_often", "No more roles for now.", limit=limit, retry_after=seconds)
