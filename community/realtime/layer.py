"""The channel layer: Channels' Redis pub/sub layer, with events of many topics sent in one trip."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer, RedisSingleShardConnection
from channels_redis.utils import _consistent_hash, _wrap_close, decode_hosts

log = logging.getLogger(__name__)


Messages = Iterable[tuple[str, dict[str, Any]]]
PATIENCE = 2  # seconds that a process without an event loop waits for Redis


class Layer(RedisPubSubChannelLayer):
    """Every topic lives on one of the hosts, chosen by its name; a host more moves a share of the topics to it."""

    async def group_send_all(self, messages: Messages) -> None:
        await self._get_layer().group_send_all(messages)

    def group_send_now(self, messages: Messages) -> None:
        """The same as `group_send` for many groups, where no event loop runs: in workers, commands, plain requests."""
        sorted_out = defaultdict(list)
        for group, message in messages:
            channel = f"{self._kwargs.get('prefix', 'asgi')}__group__{group}"
            sorted_out[_consistent_hash(channel, len(self._clients))].append((channel, self.serialize(message)))
        for place, some in sorted_out.items():
            pipe = self._clients[place].pipeline(transaction=False)
            for channel, message in some:
                pipe.publish(channel, message)
            pipe.execute()

    @cached_property
    def _clients(self) -> list[redis.Redis]:
        hosts = decode_hosts(self._kwargs.get("hosts"))
        return [
            redis.Redis.from_url(host["address"], socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
            for host in hosts
        ]

    def _get_layer(self) -> "_LoopLayer":
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = _LoopLayer(*self._args, **self._kwargs, channel_layer=self)
            _wrap_close(self, loop)
        return self._layers[loop]


class _LoopLayer(RedisPubSubLoopLayer):
    def __init__(self, hosts: Any = None, **options: Any) -> None:
        super().__init__(hosts=hosts, **options)
        self._shards = [_Connection(host, self) for host in decode_hosts(hosts)]

    async def group_send_all(self, messages: Messages) -> None:
        """The same as `group_send` for many groups: one trip a host."""
        sorted_out: dict[_Connection, list[tuple[str, bytes]]] = defaultdict(list)
        for group, message in messages:
            channel = self._get_group_channel_name(group)
            sorted_out[self._get_shard(channel)].append((channel, self.channel_layer.serialize(message)))
        await asyncio.gather(*(shard.publish_all(some) for shard, some in sorted_out.items()))


class _Connection(RedisSingleShardConnection):
    async def publish_all(self, messages: list[tuple[str, bytes]]) -> None:
        async with self._lock:  # one after another, so that a topic's events keep their order
            self._ensure_redis()
            pipe = self._redis.pipeline(transaction=False)
            for channel, message in messages:
                pipe.publish(channel, message)
            await pipe.execute()

    async def _do_receiving(self) -> None:
        """Wait for messages; the original asks ten times a second whether there is one."""
        while True:
            try:
                if self._pubsub and self._pubsub.subscribed:
                    self._receive_message(await self._pubsub.get_message(ignore_subscribe_messages=True, timeout=None))
                else:
                    await asyncio.sleep(0.1)
            except Exception:
                log.exception("The channel layer was interrupted; it subscribes again in a second.")
                await asyncio.sleep(1)
