"""The channel layer: Channels' Redis pub/sub layer on lines of our own, with events of many topics sent in one trip."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import Any

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer
from channels_redis.utils import _consistent_hash, _wrap_close, decode_hosts

from community.realtime.line import Line, Nodes

Messages = Iterable[tuple[str, dict[str, Any]]]
AWAY = (redis.ConnectionError, redis.TimeoutError)
PATIENCE = 2  # seconds that a process without an event loop waits for Redis


class Layer(RedisPubSubChannelLayer):
    """Every topic lives on one of the hosts, chosen by its name; a host more moves a share of the topics to it.

    Of a Redis Cluster each host carries everything, and another one stands in for that which is away.
    """

    def group_send_all(self, messages: Messages) -> None:
        """The same as `group_send` for many groups, for a running event loop: waits for nobody."""
        self._get_layer().group_send_all(messages)

    def group_send_now(self, messages: Messages) -> None:
        """The same where no event loop runs: in workers, commands, plain requests. Waits for Redis."""
        sorted_out = defaultdict(list)
        for group, message in messages:
            channel = f"{self._kwargs.get('prefix', 'asgi')}__group__{group}"
            sorted_out[_consistent_hash(channel, len(self._clients))].append((channel, self.serialize(message)))
        for place, some in sorted_out.items():
            try:
                _publish(self._clients[place], some)
            except AWAY:
                if not (other := self._another(place)):
                    raise
                _publish(other, some)

    async def receive_all(self, channel: str) -> list[dict[str, Any]]:
        """What has arrived on a channel; waits for the first."""
        found = [await self.receive(channel)]
        waiting = self._get_layer().channels[channel]
        while not waiting.empty():
            found.append(self.deserialize(waiting.get_nowait()))
        return found

    @cached_property
    def _clients(self) -> list[redis.Redis]:
        hosts = decode_hosts(self._kwargs.get("hosts"))
        return [
            redis.Redis.from_url(host["address"], socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
            for host in hosts
        ]

    def _another(self, place: int) -> redis.Redis | None:
        """A node of the same cluster, which carries everything; independent hosts carry their own topics only."""
        for client in (*self._clients[place + 1 :], *self._clients[:place]):
            with suppress(redis.RedisError):
                return client if client.info("cluster")["cluster_enabled"] else None
        return None

    def _get_layer(self) -> "_LoopLayer":
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = _LoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        return self._layers[loop]


def _publish(client: redis.Redis, messages: Iterable[tuple[str, bytes]]) -> None:
    pipe = client.pipeline(transaction=False)
    for channel, message in messages:
        pipe.publish(channel, message)
    pipe.execute()


class _LoopLayer(RedisPubSubLoopLayer):
    def __init__(self, hosts: Any = None, **options: Any) -> None:
        super().__init__(hosts=hosts, **options)
        nodes = Nodes(decode_hosts(hosts))
        self._shards = [_Shard(nodes, place, self) for place in range(len(decode_hosts(hosts)))]

    def group_send_all(self, messages: Messages) -> None:
        sorted_out: dict[_Shard, list[tuple[str, bytes]]] = defaultdict(list)
        for group, message in messages:
            channel = self._get_group_channel_name(group)
            sorted_out[self._get_shard(channel)].append((channel, self.channel_layer.serialize(message)))
        for shard, some in sorted_out.items():
            shard.line.publish(some)


class _Shard:
    """One of the hosts, as the layer speaks to it."""

    def __init__(self, nodes: Nodes, place: int, layer: _LoopLayer) -> None:
        self._layer = layer
        self.line = Line(nodes, place, self._pass_on)

    def _pass_on(self, name: str, data: bytes) -> None:
        channels = self._layer.channels
        for channel in [name] if name in channels else self._layer.groups.get(name, ()):
            if channel in channels:
                channels[channel].put_nowait(data)

    async def publish(self, channel: str, message: bytes) -> None:
        self.line.publish([(channel, message)])

    async def subscribe(self, channel: str) -> None:
        await self.line.subscribe(channel)

    async def unsubscribe(self, channel: str) -> None:
        self.line.unsubscribe(channel)

    async def flush(self) -> None:
        await self.line.close()
