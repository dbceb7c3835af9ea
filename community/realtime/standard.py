"""The socket's own words: follow, unfollow, beat; and the topic on which a member's own news come."""

from community.members.models import Member, User
from community.realtime import commands, topics
from community.realtime.connection import Connection
from community.realtime.shapes import ClientBeat, Followed, FollowTopics
from community.realtime.threads import in_thread


async def follow(connection: Connection, wanted: FollowTopics) -> Followed:
    """Subscribe first, then read the numbers: nothing can fall between the two."""
    allowed = await in_thread(topics.readable, connection.user, wanted.topics)
    await connection.hub.follow(connection, allowed)
    allowed = await _drop_lost(connection, allowed)
    numbers = await in_thread(_arrive, connection.user, allowed)
    return Followed(numbers=numbers, refused=sorted(set(wanted.topics) - allowed))


async def unfollow(connection: Connection, wanted: FollowTopics) -> None:
    gone = connection.hub.followed(connection) & set(wanted.topics)
    await connection.hub.unfollow(connection, gone)
    await in_thread(topics.go, connection.user, gone)


async def beat(connection: Connection, wanted: ClientBeat) -> None:
    """The client is alive and has received this many frames; its session must still be alive too."""
    connection.outbox.answer(wanted.n)
    connection.asked_at = None
    await connection.check_session()
    mine = await _drop_lost(connection, connection.hub.followed(connection).copy())
    await in_thread(topics.stay, connection.user, mine)


async def _drop_lost(connection: Connection, followed: set[str]) -> set[str]:
    """Unfollow what is not theirs to read any more, and give the rest: access may end at any moment, unheard."""
    still = await in_thread(topics.readable, connection.user, followed)
    await connection.hub.unfollow(connection, followed - still)
    return still


def _arrive(user: User, allowed: set[str]) -> dict[str, int]:
    topics.come(user, allowed)
    return topics.numbers(allowed)


def _own(user: User, ids: list[int]) -> list[int]:
    return list(Member.objects.present().filter(user_id=user.pk, pk__in=ids).values_list("pk", flat=True))


commands.register("follow", FollowTopics, follow, on_socket=True)
commands.register("unfollow", FollowTopics, unfollow, on_socket=True)
commands.register("beat", ClientBeat, beat, on_socket=True)
topics.register("member", topics.Kind(_own))
