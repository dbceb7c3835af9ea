"""The hub of a process: knows its own sockets per topic, and subscribes once per topic for all of them."""

import asyncio
import logging
import random
import weakref
from collections import defaultdict, deque
from collections.abc import Iterable
from typing import Any, Protocol

from channels.layers import get_channel_layer
from django.conf import settings

from community.realtime import topics
from community.realtime.outbox import joined
from community.realtime.publish import use_loop
from community.realtime.threads import in_thread

log = logging.getLogger(__name__)


class Socket(Protocol):
    """What the hub needs of a connection."""

    user_id: int

    def deliver(self, frame: bytes, count: int = 1) -> None: ...
    def beat(self, numbers: dict[str, int]) -> None: ...


class Hub:
    """Fan-out for one event loop: one publish per event, one subscription per process, bytes handed to sockets.

    Events of a topic that come while earlier ones are being handed out go into one frame: in a calm room each goes at
    once and alone, and the busier the process, the more of them go together. What an event waits for is one round of
    handing out, never a timer.
    """

    _hubs: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._layer = get_channel_layer()
        self._followers: dict[str, set[Socket]] = defaultdict(set)
        self._topics: dict[Socket, set[str]] = {}
        self._channel = ""
        self._heard: deque[dict[str, Any]] = deque()
        self._sound = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._settling: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    @classmethod
    def current(cls) -> "Hub":
        """The hub of the running event loop."""
        return cls._hubs.setdefault(asyncio.get_running_loop(), cls())

    async def join(self, socket: Socket) -> None:
        self._topics[socket] = set()
        async with self._turn:
            if not self._tasks:
                use_loop(asyncio.get_running_loop())
                self._channel = await self._layer.new_channel("hub")
                work = (self._listen(), self._hand_out(), self._heart())
                self._tasks = [asyncio.create_task(task) for task in work]

    async def part(self, socket: Socket) -> None:
        """Forget a socket, at once and whatever the layer says."""
        gone = self._topics.pop(socket, set())
        for topic in gone:
            self._followers[topic].discard(socket)
        for topic in gone:
            self._settle_soon(topic)

    def followed(self, socket: Socket) -> set[str]:
        return self._topics.get(socket, set())

    async def follow(self, socket: Socket, wanted: Iterable[str]) -> None:
        """Subscribe a socket. When this returns, no later event of the topics passes it by."""
        for topic in wanted:
            if socket in self._topics:
                self._followers[topic].add(socket)
                self._topics[socket].add(topic)
                await self._settle(topic)

    async def unfollow(self, socket: Socket, unwanted: Iterable[str]) -> None:
        for topic in unwanted:
            self._forget(socket, topic)
            await self._settle(topic)

    def _forget(self, socket: Socket, topic: str) -> None:
        self._followers[topic].discard(socket)
        self._topics.get(socket, set()).discard(topic)

    async def _settle(self, topic: str) -> None:
        """Make the process's subscription match whether anybody here follows; in turn, so that no two cross."""
        async with self._turn:
            if self._followers.get(topic):
                await self._layer.group_add(topic, self._channel)
            elif topic in self._followers:
                await self._layer.group_discard(topic, self._channel)
                if not self._followers[topic]:
                    del self._followers[topic]

    def _settle_soon(self, topic: str) -> None:
        """The same, for whoever must not wait for the layer."""
        task = asyncio.create_task(self._settle(topic))
        self._settling.add(task)
        task.add_done_callback(self._settled)

    def _settled(self, task: asyncio.Task[None]) -> None:
        self._settling.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("A subscription could not be changed; nobody here follows it any more: %s", error)

    async def _listen(self) -> None:
        while True:
            try:
                message = await self._layer.receive(self._channel)
                self._heard.append(message)
                self._sound.set()
            except Exception:
                log.exception("The channel layer failed; trying again in a second.")
                await asyncio.sleep(1)

    async def _hand_out(self) -> None:
        while True:
            await self._sound.wait()
            self._sound.clear()
            heard, self._heard = self._heard, deque()
            try:
                self._pass_on(heard)
            except Exception:
                log.exception("Events could not be handed out; the numbers will tell.")
            await asyncio.sleep(0)  # the sockets send first; what is heard meanwhile goes together

    def _pass_on(self, heard: Iterable[dict[str, Any]]) -> None:
        frames: dict[str, list[bytes]] = defaultdict(list)
        for message in heard:
            if message["type"] == "hub.expel":
                self._deliver(frames)  # what came before is theirs still
                frames.clear()
                self._expel(message["topic"], message["user"])
            else:
                frames[message["topic"]] += message["frames"]
        self._deliver(frames)

    def _deliver(self, frames: dict[str, list[bytes]]) -> None:
        for topic, some in frames.items():
            for frame, count in joined(some):
                for socket in tuple(self._followers.get(topic, ())):
                    socket.deliver(frame, count)

    def _expel(self, topic: str, user_id: int) -> None:
        for socket in tuple(self._followers.get(topic, ())):
            if socket.user_id == user_id:
                self._forget(socket, topic)
        self._settle_soon(topic)

    async def _heart(self) -> None:
        """Tell every socket the numbers of what it follows: whoever missed an event on the layer hears of it here."""
        while True:
            await asyncio.sleep(settings.OXBOW["BEAT"] * random.uniform(0.8, 1.0))
            try:
                numbers = await in_thread(topics.numbers, list(self._followers))
                for socket, mine in tuple(self._topics.items()):
                    socket.beat({topic: numbers[topic] for topic in mine if topic in numbers})
            except Exception:
                log.exception("A heartbeat failed; the next one comes.")
