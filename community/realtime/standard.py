"""The socket's own words: follow, unfollow, beat; and the topic on which a member's own news come."""

from collections.abc import Iterable

from community.members import communities
from community.members.models import Member
from community.realtime import changes, commands, topics
from community.realtime.connection import Connection
from community.realtime.gathering import Gathering
from community.realtime.publish import publish
from community.realtime.shapes import CaughtUp, ClientBeat, Followed, FollowTopics, MemberGone


async def follow(connection: Connection, wanted: FollowTopics) -> CaughtUp:
    """Subscribe first, then read the numbers, then what changed up to them: nothing can fall between these.

    Last of all, look once more who may have it: access may have ended while it was read.
    """
    user_id = connection.user_id
    allowed = await Gathering.of(topics.readable).call((user_id, wanted.topics))
    await connection.hub.follow(connection, allowed)
    numbers = await Gathering.of(_numbers).call(allowed)
    pages = await changes.between(wanted.since, numbers, wanted.why) if wanted.since else {}
    still = await Gathering.of(_arrive).call((user_id, allowed))
    await connection.hub.unfollow(connection, connection.hub.followed(connection) & (set(wanted.topics) - still))
    mine = {topic: number for topic, number in numbers.items() if topic in still}
    followed = Followed(numbers=mine, refused=sorted(set(wanted.topics) - still), changes={})
    return CaughtUp(followed, {topic: page for topic, page in pages.items() if topic in still})


async def unfollow(connection: Connection, wanted: FollowTopics) -> None:
    left = connection.hub.followed(connection) & set(wanted.topics)
    await connection.hub.unfollow(connection, left)
    await leave(connection, left)


async def leave(connection: Connection, left: Iterable[str]) -> None:
    """Tell those who are told of it that somebody has left these topics, unless they have them open elsewhere here."""
    if gone := connection.hub.gone(connection.user_id, left):
        await Gathering.of(_go).call((connection.user_id, gone))


async def beat(connection: Connection, wanted: ClientBeat) -> None:
    """The client is alive and has received this many frames."""
    connection.outbox.answer(wanted.n)
    connection.asked_at = None


def _numbers(wanted: list[set[str]]) -> list[dict[str, int]]:
    known = topics.numbers(set().union(*wanted))
    return [{topic: known[topic] for topic in some if topic in known} for some in wanted]


def _arrive(wanted: topics.Wanted) -> list[set[str]]:
    """What they may follow still, now that nothing passes by."""
    allowed = topics.readable(wanted)
    topics.come([(user_id, some) for (user_id, _), some in zip(wanted, allowed, strict=True)])
    return allowed


def _go(wanted: topics.Wanted) -> list[None]:
    topics.go(wanted)
    return [None] * len(wanted)


def _own(followers: topics.Followers) -> list[tuple[int, int]]:
    users, members = zip(*followers, strict=True)
    mine = Member.objects.present().filter(user_id__in=set(users), pk__in=set(members))
    return list(mine.values_list("user_id", "pk"))


def farewell(member: Member) -> None:
    """Every page of theirs hears that it is outside now; as nothing of theirs comes there any more, it is the last."""
    publish(f"member.{member.pk}", MemberGone(member=member.pk))


commands.register("follow", FollowTopics, follow, on_socket=True)
commands.register("unfollow", FollowTopics, unfollow, on_socket=True)
commands.register("beat", ClientBeat, beat, on_socket=True)
topics.register("member", topics.Kind(_own))
communities.when_leaving(farewell)
