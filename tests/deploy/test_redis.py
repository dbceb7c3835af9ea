"""The sockets' events over several Redis, and over the nodes of a Redis Cluster."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

import pytest
import redis

from community.realtime import line
from community.realtime.hub import Hub
from community.realtime.layer import Layer
from tests import live
from tests.deploy.redises import PATIENCE, server

TOPICS = [f"room.{number}" for number in range(40)]
SLOTS = 16_384
CLUSTER = ("--cluster-enabled", "yes", "--cluster-port")


@contextmanager
def standing_still(port: int) -> Iterator[None]:
    """A Redis that takes connections and words, and answers nothing."""
    pid = redis.Redis(port=port).info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.fixture
def cluster() -> Iterator[list[int]]:
    """Three nodes of one Redis Cluster."""
    with ExitStack() as stack:
        ports = [stack.enter_context(server(*CLUSTER, str(live.free_port()))) for _ in range(3)]
        for number, port in enumerate(ports):
            first, last = number * SLOTS // 3, (number + 1) * SLOTS // 3 - 1
            redis.Redis(port=port).execute_command("CLUSTER ADDSLOTSRANGE", first, last)
            redis.Redis(port=port).execute_command("CLUSTER MEET", "127.0.0.1", ports[0], bus(ports[0]))
        live.wait_until(lambda: all(map(is_whole, ports)), PATIENCE)
        yield ports


def bus(port: int) -> str:
    """The port at which a node speaks with the others."""
    return redis.Redis(port=port).config_get("cluster-port")["cluster-port"]


def is_whole(port: int) -> bool:
    state = redis.Redis(port=port).execute_command("CLUSTER INFO")
    return state["cluster_state"] == "ok" and int(state["cluster_known_nodes"]) == 3


@asynccontextmanager
async def layer(*ports: int) -> AsyncIterator[Layer]:
    """The channel layer of one process, as CHANNEL_REDIS_URLS would make it."""
    here = Layer(hosts=[f"redis://127.0.0.1:{port}/0" for port in ports], prefix="test")
    yield here
    await here.flush()


async def heard(listens: Layer, speaks: Layer) -> set[str]:
    """Of all topics, those whose event came from one process to the other."""
    channel = await listens.new_channel("hub")
    for topic in TOPICS:
        await listens.group_add(topic, channel)
    for topic in TOPICS:
        await speaks.group_send(topic, {"type": "hub.events", "topic": topic})
    return {(await listens.receive(channel))["topic"] for _ in TOPICS}


async def test_several_redis_share_the_topics_among_them(two: list[int]):
    async with layer(*two) as listens, layer(*two) as speaks:
        assert await heard(listens, speaks) == set(TOPICS)
        shares = [len(redis.Redis(port=port).pubsub_channels("test*room*")) for port in two]
    assert sum(shares) == len(TOPICS)
    assert min(shares) > 0


async def test_any_node_of_a_cluster_carries_events_to_processes_at_another(cluster: list[int]):
    async with layer(cluster[0]) as listens, layer(cluster[2]) as speaks:
        assert await heard(listens, speaks) == set(TOPICS)


async def test_another_node_of_a_cluster_stands_in_for_one_that_is_away(cluster: list[int]):
    async with layer(*cluster) as listens, layer(*cluster) as speaks:
        assert await heard(listens, speaks) == set(TOPICS)
        channel = await listens.new_channel("hub")
        for topic in TOPICS:
            await listens.group_add(topic, channel)
        redis.Redis(port=cluster[1]).shutdown(nosave=True, force=True)
        for process in (listens, speaks):
            await moved(process, 1)
        speaks.group_send_all(said_of_all())
        assert await topics_heard(listens, channel) == set(TOPICS)
        await asyncio.to_thread(speaks.group_send_now, said_of_all())
        assert await topics_heard(listens, channel) == set(TOPICS)


async def test_no_other_redis_stands_in_where_each_has_topics_of_its_own(two: list[int]):
    with server() as port:
        async with layer(two[0], port) as here:
            channel = await here.new_channel("hub")
            for topic in TOPICS:
                await here.group_add(topic, channel)
            redis.Redis(port=port).shutdown(nosave=True, force=True)
            lines = [shard.line for shard in here._get_layer()._shards]
            while lines[1]._is_open.is_set():
                await asyncio.sleep(0.01)
            with pytest.raises(redis.ConnectionError):
                await asyncio.to_thread(here.group_send_now, said_of_all())
            assert [line._place for line in lines] == [0, 1]


def said_of_all() -> list[tuple[str, dict]]:
    return [(topic, {"type": "hub.events", "topic": topic}) for topic in TOPICS]


async def topics_heard(layer: Layer, channel: str) -> set[str]:
    """The topics of the next events, as many as there are topics."""
    async with asyncio.timeout(PATIENCE):
        return {(await layer.receive(channel))["topic"] for _ in TOPICS}


async def moved(layer: Layer, place: int) -> None:
    """Wait until the line to that host has found another."""
    line = layer._get_layer()._shards[place].line
    async with asyncio.timeout(PATIENCE):
        while line._place == place or not line._is_open.is_set():
            await asyncio.sleep(0.01)


async def next_events(layer: Layer, channel: str, many: int) -> list[int]:
    """The numbers of so many events, as they come."""
    found: list[int] = []
    async with asyncio.timeout(PATIENCE):
        while len(found) < many:
            found += [event["number"] for event in await layer.receive_all(channel)]
    return found


def numbered(*numbers: int) -> list[tuple[str, dict]]:
    return [("room.1", {"type": "hub.events", "number": number}) for number in numbers]


async def test_events_keep_their_order_whoever_sends_them(two: list[int]):
    async with layer(*two) as listens, layer(*two) as speaks:
        channel = await listens.new_channel("hub")
        await listens.group_add("room.1", channel)
        speaks.group_send_all(numbered(1, 2))
        speaks.group_send_all(numbered(3))
        assert await next_events(listens, channel, 3) == [1, 2, 3]
        await asyncio.to_thread(listens.group_send_now, numbered(4, 5))
        assert await next_events(listens, channel, 2) == [4, 5]


async def test_after_redis_was_away_events_are_heard_again_and_what_waited_is_sent():
    port = live.free_port()
    async with layer(port) as here:
        with server(port=port):
            channel = await here.new_channel("hub")
            await here.group_add("room.1", channel)
        while here._get_layer()._shards[0].line._is_open.is_set():
            await asyncio.sleep(0.01)
        here.group_send_all(numbered(1, 2))
        with server(port=port):
            assert await next_events(here, channel, 2) == [1, 2]


async def test_nobody_waits_long_for_a_redis_that_is_not_there():
    async with layer(live.free_port()) as here:
        with pytest.raises(redis.ConnectionError):
            await here.new_channel("hub")


async def test_what_waits_for_a_redis_is_bounded(monkeypatch):
    monkeypatch.setattr(line, "MOST_WAITING", 2000)
    port = live.free_port()
    async with layer(port) as here:
        for number in range(1000):
            here.group_send_all(numbered(number))
        assert here._get_layer()._shards[0].line._waiting_bytes < 3000
        with server(port=port):
            channel = await here.new_channel("hub")
            await here.group_add("room.1", channel)
            here.group_send_all(numbered(1000))
            assert await next_events(here, channel, 1) == [1000]


async def test_a_topic_that_nobody_follows_is_not_heard_any_more(two: list[int]):
    async with layer(*two) as here:
        channel = await here.new_channel("hub")
        for topic in ("room.1", "room.2"):
            await here.group_add(topic, channel)
        await here.group_discard("room.1", channel)
        here.group_send_all([*numbered(1), ("room.2", {"type": "hub.events", "number": 2})])
        assert await next_events(here, channel, 1) == [2]


async def test_who_goes_and_comes_while_redis_stands_still_hears_what_follows():
    with server() as port:
        async with layer(port) as here:
            channel = await here.new_channel("hub")
            with standing_still(port):
                await here.group_add("room.1", channel)
                await here.group_discard("room.1", channel)
                await here.group_add("room.1", channel)
            here.group_send_all(numbered(1))
            assert await next_events(here, channel, 1) == [1]


async def test_a_subscription_is_told_to_a_redis_that_takes_no_more_events(monkeypatch):
    with server() as port:
        async with layer(port) as here:
            channel = await here.new_channel("hub")
            monkeypatch.setattr(line, "MOST_WAITING", -1)
            here.group_send_all(numbered(1))
            await here.group_add("room.1", channel)
            monkeypatch.undo()
            here.group_send_all(numbered(2))
            assert await next_events(here, channel, 1) == [2]


class Socket:
    """Somebody who follows."""


@asynccontextmanager
async def hub(port: int, sockets: list[Socket]) -> AsyncIterator[Hub]:
    """The hub of a process to which these have come."""
    async with layer(port) as here:
        found = Hub()
        found._layer, found._channel = here, await here.new_channel("hub")
        found._topics = {socket: set() for socket in sockets}
        yield found


def times_asked(port: int, command: str) -> int:
    return redis.Redis(port=port).info("commandstats").get(f"cmdstat_{command}", {"calls": 0})["calls"]


async def test_a_thousand_who_follow_a_topic_cost_one_subscription():
    sockets = [Socket() for _ in range(1_000)]
    with server() as port:
        async with hub(port, sockets) as here:
            before = times_asked(port, "subscribe")
            await asyncio.gather(*(here.follow(socket, ["room.1"]) for socket in sockets))
            assert times_asked(port, "subscribe") == before + 1
            await asyncio.gather(*(here.unfollow(socket, ["room.1"]) for socket in sockets[1:]))
            assert times_asked(port, "unsubscribe") == 0
            await here.unfollow(sockets[0], ["room.1"])
            await here.follow(sockets[0], ["room.2"])  # said after it, and confirmed
            assert times_asked(port, "unsubscribe") == 1


async def test_the_topics_of_one_follow_are_asked_for_at_once():
    socket = Socket()
    with server() as port:
        async with hub(port, [socket]) as here:
            with standing_still(port):
                async with asyncio.timeout(5 * line.CONFIRMED_IN):
                    await here.follow(socket, TOPICS)


async def test_who_cannot_follow_one_of_several_topics_is_told_so():
    socket, port = Socket(), live.free_port()
    with server() as there:
        async with layer(there, port) as here:
            found = Hub()
            found._layer, found._channel = here, await new_channel_on(here, 0)
            found._topics = {socket: set()}
            with pytest.raises(redis.ConnectionError):
                await found.follow(socket, TOPICS)
        assert 0 < len(found._subscribed) < len(TOPICS)


async def new_channel_on(layer: Layer, place: int) -> str:
    """A channel of a process's own on one of its Redis."""
    while True:
        name = f"hub{os.urandom(4).hex()}"
        shards = layer._get_layer()
        if shards._get_shard(name) is shards._shards[place]:
            await shards._subscribe_to_channel(name)
            return name
