"""What newcomers may do: less of what spam is made of. Nobody else is counted, so that they cost nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from redis import RedisError

from community.access import Role
from community.clock import now
from community.errors import Forbidden, Refusal
from community.members.models import Member
from community.memory import key, memory
from community.moderation.filters import sites
from community.trust import levels
from community.trust.said import Said
from community.trust.shapes import NewcomerLimits

DAY, MINUTE = 86_400, 60  # seconds


def binds(member: Member) -> bool:
    """Whether somebody is under the limits of newcomers: whoever was given a role is trusted with it."""
    return member.level == levels.NEWCOMER and member.role == Role.MEMBER


def limits() -> NewcomerLimits:
    return NewcomerLimits(**settings.OXBOW["NEWCOMER"])


def links(body: str) -> int:
    return sum(found.is_link for found in sites.links(body)) if "://" in body or "www" in body.lower() else 0


@dataclass(frozen=True)
class _Counted:
    """One thing that is counted of a post, in a window of seconds that begins with the first."""

    place: int
    name: str
    amount: int
    most: int
    seconds: int


def too_much(said: Sequence[Said], *, pressed: Sequence[bool]) -> list[Refusal | None]:
    """For each post the error, if its author is a newcomer and this is more than newcomers may; else it counts.

    Args:
        pressed: of each, whether its community is in raid mode, which slows newcomers down.
    """
    refusals: list[Refusal | None] = [_too_many_names(one) if binds(one.author) else None for one in said]
    wanted = [
        counted
        for place, one in enumerate(said)
        if binds(one.author) and not refusals[place]
        for counted in _counted(place, one, pressed[place])
    ]
    if not wanted:
        return refusals
    try:
        over = _over(said, wanted)
    except RedisError:
        return refusals  # nobody counts while Redis is away; talking goes on
    for counted, seconds in over:
        refusals[counted.place] = refusals[counted.place] or _refusal(counted, seconds)
    return refusals


def _too_many_names(said: Said) -> Refusal | None:
    most = limits().mentions
    if not most or said.mentions <= most:
        return None
    return Forbidden("newcomer.mentions", "You are new here: call fewer people at once.", limit=most)


def _counted(place: int, said: Said, is_pressed: bool) -> Iterator[_Counted]:
    most = limits()
    wanted = (
        ("links", links(said.body), most.links, DAY),
        ("messages", int(said.kind == "message"), 1 if is_pressed else most.messages, MINUTE),
        ("threads", int(said.kind == "thread"), most.threads, DAY),
        ("files", said.files, most.files, DAY),
    )
    return (
        _Counted(place, name, amount, limit, seconds) for name, amount, limit, seconds in wanted if amount and limit
    )


def _over(said: Sequence[Said], wanted: list[_Counted]) -> list[tuple[_Counted, int]]:
    """Those that are too much, with the seconds until their window ends; a post that is refused counts for nothing."""
    pipe = memory.pipeline(transaction=False)
    names = [key("newcomer", one.name, said[one.place].author.pk) for one in wanted]
    for one, name in zip(wanted, names, strict=True):
        pipe.incrby(name, one.amount)
        pipe.expire(name, one.seconds, nx=True)
        pipe.ttl(name)
    answers = pipe.execute()
    over = [
        (one, max(1, left)) for one, count, left in zip(wanted, answers[::3], answers[2::3], strict=True)
        if count > one.most
    ]  # fmt: skip
    if refused := {one.place for one, _ in over}:
        _give_back([(one, name) for one, name in zip(wanted, names, strict=True) if one.place in refused])
    return over


def _give_back(counted: list[tuple[_Counted, str]]) -> None:
    pipe = memory.pipeline(transaction=False)
    for one, name in counted:
        pipe.decrby(name, one.amount)
    pipe.execute()


def _refusal(counted: _Counted, seconds: int) -> Refusal:
    told = {"limit": counted.most, "until": (now() + timedelta(seconds=seconds)).isoformat()}
    match counted.name:
        case "links":
            return Forbidden("newcomer.links", "You are new here: no more links today.", **told)
        case "threads":
            return Forbidden("newcomer.threads", "You are new here: no more threads today.", **told)
        case "files":
            return Forbidden("newcomer.files", "You are new here: no more files today.", **told)
    return Forbidden("newcomer.messages", "You are new here: a little slower.", retry_after=seconds, **told)
