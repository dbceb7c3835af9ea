"""A process's line to a Redis, for events only: what it publishes and what it hears go over one connection.

A general client gives each message several coroutines and a time-out, which is what a busy process would spend a tenth
of its time on. Here nobody waits for Redis, and all that it says at once is read at once.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from contextvars import Context
from typing import Any

import hiredis
from channels_redis.utils import create_pool
from redis import ConnectionError, RedisError, ResponseError

log = logging.getLogger(__name__)

CONFIRMED_IN = 1.0  # seconds that a subscription waits for its confirmation; after that, numbers must make up for it
MOST_WAITING = 8 * 1024 * 1024  # bytes that wait for a Redis which is away or does not read
QUIET = 10.0  # seconds of silence after which Redis is asked whether it is there
DEAD = 3  # times that it may fail to answer before the line is cut
PAUSES = (0.1, 0.2, 0.5, 1.0)  # seconds before each try to connect again; the last one counts for all that follow

Hear = Callable[[str, bytes], None]


class Nodes:
    """The hosts of the layer. In a cluster each carries all events, so that another may stand in for one that is away.

    Args:
        hosts: as `CHANNEL_LAYERS` names them.
    """

    def __init__(self, hosts: Sequence[dict[str, Any]]) -> None:
        # Since RESP3 a connection that listens may speak too.
        self._pools = [create_pool({**host, "protocol": 3}) for host in hosts]
        self._are_cluster = False  # until one has said so

    async def connected(self, place: int) -> Any:
        """A new connection to the host at this place."""
        connection = self._pools[place].make_connection()
        await connection.connect()
        self._are_cluster = self._are_cluster or await _is_of_cluster(connection)
        return connection

    def after(self, place: int) -> int:
        """Where to try next when that one is away: independent hosts carry their own topics only."""
        return (place + 1) % len(self._pools) if self._are_cluster else place


class Line(asyncio.Protocol):
    """Publishes and hears; connects again by itself, and subscribes again to what it was subscribed to.

    Args:
        place: of its host among the nodes.
        hear: called with channel and payload of each message.
    """

    def __init__(self, nodes: Nodes, place: int, hear: Hear) -> None:
        self._nodes, self._place = nodes, place
        self._hear = hear
        self._channels: set[str] = set()
        self._confirmations: dict[str, asyncio.Future[None]] = {}
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._connection: Any = None
        self._transport: Any = None
        self._reader = hiredis.Reader()
        self._is_open = asyncio.Event()
        self._lost: asyncio.Future[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._unheard = 0  # times in a row that Redis was asked and said nothing
        self._drops = False

    def publish(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """Send payloads to their channels, in this order. Where Redis is away for long they are dropped."""
        events = b"".join(_command("PUBLISH", channel, payload) for channel, payload in messages)
        if self._is_open.is_set():
            if self._has_room(self._transport.get_write_buffer_size()):
                self._transport.write(events)
        elif self._has_room(self._waiting_bytes):
            self._keep_up()
            self._waiting.append(events)
            self._waiting_bytes += len(events)

    async def subscribe(self, channel: str) -> None:
        """Hear a channel from now on.

        Raises:
            redis.ConnectionError: there is no line to Redis.
        """
        await self._opened()
        self._channels.add(channel)
        confirmation = self._confirmations.setdefault(channel, asyncio.get_running_loop().create_future())
        self._tell("SUBSCRIBE", channel)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(confirmation), CONFIRMED_IN)

    def unsubscribe(self, channel: str) -> None:
        self._channels.discard(channel)
        self._confirmations.pop(channel, None)
        self._tell("UNSUBSCRIBE", channel)

    async def close(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    async def _opened(self) -> None:
        self._keep_up()
        if not self._is_open.is_set():
            try:
                await asyncio.wait_for(self._is_open.wait(), CONFIRMED_IN)
            except TimeoutError:
                raise ConnectionError("There is no line to Redis.") from None

    def _keep_up(self) -> None:
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), context=Context())  # for all who speak to Redis

    def _tell(self, *words: str) -> None:
        """Say something that is never dropped; a line that opens later subscribes to what is wanted then."""
        if self._is_open.is_set():
            self._transport.write(_command(*words))

    def _has_room(self, waiting: int) -> bool:
        if waiting > MOST_WAITING and not self._drops:
            log.warning("Redis does not take events; they are dropped until it does, and the numbers will tell.")
        self._drops = waiting > MOST_WAITING
        return not self._drops

    async def _keep(self) -> None:
        tries = 0
        try:
            while True:
                try:
                    await self._open()
                    tries = 0
                    await self._watch()
                except (OSError, RedisError) as error:
                    log.warning("There is no line to Redis for events; trying again soon: %s", error)
                finally:
                    await self._shut()
                self._place = self._nodes.after(self._place)
                await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
        finally:
            self._keeper = None

    async def _open(self) -> None:
        """Connect, with all that the address asks for, then read what comes ourselves."""
        self._connection = await self._nodes.connected(self._place)
        self._reader, self._unheard = hiredis.Reader(), 0
        self._lost = asyncio.get_running_loop().create_future()
        self._transport = self._connection._writer.transport
        self._transport.set_protocol(self)
        if self._channels:
            self._transport.write(_command("SUBSCRIBE", *sorted(self._channels)))
        self._transport.write(b"".join(self._waiting))
        self._waiting, self._waiting_bytes = [], 0
        self._is_open.set()

    async def _watch(self) -> None:
        """Until the line is lost; one on which Redis has not answered for long is cut."""
        assert self._lost is not None
        while not self._lost.done():
            await asyncio.wait([self._lost], timeout=QUIET)
            self._unheard += 1
            if self._unheard > DEAD:
                self._transport.abort()
            elif not self._lost.done():
                self._tell("PING")

    async def _shut(self) -> None:
        self._is_open.clear()
        if self._connection is not None:
            with suppress(OSError, RedisError):
                await self._connection.disconnect(nowait=True)
        self._connection = self._transport = None

    def data_received(self, data: bytes) -> None:
        self._unheard = 0
        self._reader.feed(data)
        while (said := self._reader.gets()) is not False:
            try:
                self._understand(said)
            except Exception:
                log.exception("An event could not be heard; the numbers will tell.")

    def _understand(self, said: Any) -> None:
        if isinstance(said, hiredis.ReplyError):
            log.warning("Redis would not do something for events: %s", said)
        elif isinstance(said, hiredis.PushNotification):
            kind, channel, *rest = said
            if kind == b"message":
                self._hear(channel.decode(), rest[0])
            elif kind == b"subscribe":
                self._confirm(channel.decode())

    def _confirm(self, channel: str) -> None:
        confirmation = self._confirmations.pop(channel, None)
        if confirmation is not None and not confirmation.done():
            confirmation.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        self._is_open.clear()
        if self._lost is not None and not self._lost.done():
            self._lost.set_result(None)


async def _is_of_cluster(connection: Any) -> bool:
    await connection.send_command("INFO", "cluster")
    try:
        return "cluster_enabled:1" in _text(await connection.read_response())
    except ResponseError:  # it may not be asked
        return False


def _text(said: str | bytes) -> str:
    return said.decode() if isinstance(said, bytes) else said


def _command(*words: str | bytes) -> bytes:
    packed: bytes = hiredis.pack_command(words)  # type: ignore[arg-type]  # its types know commands of one word only
    return packed
