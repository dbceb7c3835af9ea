"""The socket's own words: follow, unfollow, beat; and the topic on which a member's own news come."""

from typing import NamedTuple

from community.members import communities
from community.members.models import Member
from community.realtime import changes, commands, topics
from community.realtime.connection import Connection
from community.realtime.gathering import Gathering
from community.realtime.publish import publish
from community.realtime.shapes import CaughtUp, ClientBeat, Followed, FollowTopics, MemberGone


async def follow(connection: Connection, wanted: FollowTopics) -> CaughtUp:
    """Subscribe first, then read the numbers, then what changed up to them: nothing can fall between these."""
    user_id = connection.user_id
    allowed = await Gathering.of(topics.readable).call((user_id, wanted.topics))
    await connection.hub.follow(connection, allowed)
    arrival = await Gathering.of(_arrive).call((user_id, allowed))
    lost = connection.hub.followed(connection) & (set(wanted.topics) - arrival.allowed)
    await connection.hub.unfollow(connection, lost)
    pages = await changes.between(wanted.since, arrival.numbers) if wanted.since else {}
    refused = sorted(set(wanted.topics) - arrival.allowed)
    return CaughtUp(Followed(numbers=arrival.numbers, refused=refused, changes={}), pages)


async def unfollow(connection: Connection, wanted: FollowTopics) -> None:
    gone = connection.hub.followed(connection) & set(wanted.topics)
    await connection.hub.unfollow(connection, gone)
    await Gathering.of(leave).call((connection.user_id, gone))


async def beat(connection: Connection, wanted: ClientBeat) -> None:
    """The client is alive and has received this many frames."""
    connection.outbox.answer(wanted.n)
    connection.asked_at = None


class Arrival(NamedTuple):
    """What somebody may still follow once subscribed, and how far that is."""

    allowed: set[str]
    numbers: dict[str, int]


def _arrive(wanted: topics.Wanted) -> list[Arrival]:
    """Look once more, now that nothing passes by: access may have ended in between."""
    allowed = topics.readable(wanted)
    topics.come([(user_id, some) for (user_id, _), some in zip(wanted, allowed, strict=True)])
    numbers = topics.numbers(set().union(*allowed))
    return [Arrival(some, {topic: numbers[topic] for topic in some if topic in numbers}) for some in allowed]


def leave(wanted: topics.Wanted) -> list[None]:
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
