"""The hub of a process: knows its own sockets per topic, and subscribes once per topic for all of them."""

import asyncio
import logging
import random
import time
import weakref
from collections import defaultdict, deque
from collections.abc import Iterable
from contextvars import Context
from typing import Any, NamedTuple, Protocol

from channels.layers import get_channel_layer
from django.conf import settings

from community import metrics
from community.realtime import entry, topics
from community.realtime.gathering import Gathering
from community.realtime.outbox import joined
from community.realtime.publish import count_handed_out, use_loop
from community.realtime.threads import in_thread
from community.realtime.wire import Packet

log = logging.getLogger(__name__)

LONGEST_PAUSE = 0.03  # seconds that an event may wait for others, and only after a round that took as long
GLANCE = 0.001  # seconds after which the pause is ended where nothing more is on its way
TOGETHER = 10  # sockets of which the database is asked at once, where there are as many
FEWEST_TURNS = 5  # parts of a beat, however few sockets there are
TURNS = 100  # parts into which a process's sockets are divided, so that their heartbeats do not come all at once
RESUME, SIGNED_OUT = 4008, 4401


class Socket(Protocol):
    """What the hub needs of a connection."""

    user_id: int
    session_key: str

    @property
    def is_awake(self) -> bool:
        """Whether every heartbeat was answered so far."""

    @property
    def unanswered(self) -> int:
        """Frames sent that the client has not said it has received."""

    def deliver(self, packet: Packet) -> None: ...
    def beat(self, numbers: dict[str, int]) -> None: ...
    def dismiss(self, code: int) -> None: ...


class Hub:
    """Fan-out for one event loop: one publish per event, one subscription per process, bytes handed to sockets.

    Events of a topic that come while earlier ones are being handed out go into one frame. Between two rounds the hub
    pauses twice as long as the last round took, at most LONGEST_PAUSE, so that the process can read what comes: in a
    calm room each event goes at once and alone, and the busier the process, the more of them go together.
    """

    _hubs: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._layer = get_channel_layer()
        self._followers: dict[str, set[Socket]] = defaultdict(set)
        self._topics: dict[Socket, set[str]] = {}
        self._subscribed: set[str] = set()
        self._gates: dict[str, int] = {}
        self._turns: list[set[Socket]] = [set() for _ in range(TURNS)]
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
        metrics.SOCKETS.n = len(self._topics)
        min(self._turns, key=len).add(socket)
        async with self._turn:
            if not self._tasks:
                use_loop(asyncio.get_running_loop())
                metrics.OUTBOX_FRAMES.ask = self._unanswered
                self._channel = await self._layer.new_channel("hub")
                work = (self._listen(), self._hand_out(), self._heart())
                # What works for all sockets must not be logged as the first one's doing.
                self._tasks = [asyncio.create_task(task, context=Context()) for task in work]

    def part(self, socket: Socket) -> set[str]:
        """Forget a socket, at once and whatever the layer says; the topics that it followed."""
        gone = self._topics.pop(socket, set())
        metrics.SOCKETS.n = len(self._topics)
        for sockets in self._turns:
            sockets.discard(socket)
        for topic in gone:
            self._followers[topic].discard(socket)
        if unsettled := [topic for topic in gone if self._is_unsettled(topic)]:
            self._settle_soon(unsettled)
        return gone

    def _unanswered(self) -> float:
        return sum(socket.unanswered for socket in tuple(self._topics))

    def followed(self, socket: Socket) -> set[str]:
        return self._topics.get(socket, set())

    async def follow(self, socket: Socket, wanted: Iterable[str]) -> None:
        """Subscribe a socket. When this returns, no later event of the topics passes it by."""
        if socket not in self._topics:
            return
        for topic in wanted:
            self._followers[topic].add(socket)
            self._topics[socket].add(topic)
        await self._settle(wanted)

    async def unfollow(self, socket: Socket, unwanted: Iterable[str]) -> None:
        for topic in unwanted:
            self._forget(socket, topic)
        await self._settle(unwanted)

    def gone(self, user_id: int, some: Iterable[str]) -> set[str]:
        """Of the topics that a socket has left, those whose kind is told: the account has no other socket there."""
        told = filter(topics.is_told_of_going, some)
        return {topic for topic in told if all(one.user_id != user_id for one in self._followers.get(topic, ()))}

    def _forget(self, socket: Socket, topic: str) -> None:
        self._followers[topic].discard(socket)
        self._topics.get(socket, set()).discard(topic)

    async def _settle(self, some: Iterable[str]) -> None:
        """Make the process's subscriptions match whether anybody here follows; in turn, so that no two cross."""
        if not any(self._is_unsettled(topic) for topic in some):
            return
        async with self._turn:
            unsettled = {topic for topic in some if self._is_unsettled(topic)}
            outcomes = await asyncio.gather(*map(self._match, unsettled), return_exceptions=True)
        for error in filter(None, outcomes):
            raise error

    def _is_unsettled(self, topic: str) -> bool:
        return bool(self._followers.get(topic)) != (topic in self._subscribed)

    async def _match(self, topic: str) -> None:
        if self._followers.get(topic):
            await self._layer.group_add(topic, self._channel)
            self._subscribed.add(topic)
            return
        self._subscribed.discard(topic)
        self._gates.pop(topic, None)
        await self._layer.group_discard(topic, self._channel)
        if not self._followers[topic]:
            del self._followers[topic]

    def _settle_soon(self, some: Iterable[str]) -> None:
        """The same, for whoever must not wait for the layer."""
        task = asyncio.create_task(self._settle(some))
        self._settling.add(task)
        task.add_done_callback(self._settled)

    def _settled(self, task: asyncio.Task[None]) -> None:
        self._settling.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("A subscription could not be changed; nobody here follows it any more: %s", error)

    async def _listen(self) -> None:
        while True:
            try:
                messages = await self._layer.receive_all(self._channel)
                self._heard.extend(messages)  # by now it may be another one than before waiting
                self._sound.set()
            except Exception:
                log.exception("The channel layer failed; trying again in a second.")
                await asyncio.sleep(1)

    async def _hand_out(self) -> None:
        while True:
            await self._sound.wait()
            self._sound.clear()
            began = time.perf_counter()
            heard, self._heard = self._heard, deque()
            try:
                await self._look_again(_raised(heard, self._gates))
                self._pass_on(heard)
                count_handed_out(heard)
            except Exception:
                log.exception("Events could not be handed out; the numbers will tell.")
            await self._pause(time.perf_counter() - began)

    async def _pause(self, took: float) -> None:
        """Let more come together, as long as more is on its way from here."""
        until = time.perf_counter() + min(2 * took, LONGEST_PAUSE)
        while (left := until - time.perf_counter()) > 0:
            await asyncio.sleep(min(left, GLANCE))
            if not Gathering.is_busy():
                return

    async def _look_again(self, gates: dict[str, int]) -> None:
        """Somebody has lost the sight of these topics, or had when we began to listen: find out who may still hear."""
        if not gates:
            return
        sockets = {socket for topic in gates for socket in self._followers.get(topic, ())}
        following = [(socket, self.followed(socket) & gates.keys()) for socket in sockets]
        readable = await in_thread(topics.readable, [(socket.user_id, mine) for socket, mine in following])
        for (socket, mine), allowed in zip(following, readable, strict=True):
            for topic in mine - allowed:
                self._forget(socket, topic)
        self._gates |= gates
        self._settle_soon(gates)

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
            followers = tuple(self._followers.get(topic, ()))
            for packet in joined(some):
                for socket in followers:
                    socket.deliver(packet)
                _count(packet, len(followers))

    def _expel(self, topic: str, user_id: int) -> None:
        for socket in tuple(self._followers.get(topic, ())):
            if socket.user_id == user_id:
                self._forget(socket, topic)
        self._settle_soon([topic])

    async def _heart(self) -> None:
        """Every socket's turn comes once a beat."""
        place = 0
        while True:
            end = min(TURNS, place + _turns_at_once(len(self._topics)))
            await asyncio.sleep(settings.OXBOW["BEAT"] * (end - place) / TURNS * random.uniform(0.8, 1.0))
            try:
                await self._beat([socket for turn in self._turns[place:end] for socket in turn])
            except Exception:
                log.exception("A heartbeat failed; the next one comes.")
            place = end % TURNS

    async def _beat(self, sockets: list[Socket]) -> None:
        """Tell sockets the numbers of what they follow; whoever missed an event on the layer hears of it here.

        Before that, what they may not follow any more is taken from them: access may end at any moment, unheard.
        """
        if not sockets:
            return
        following = [(socket.user_id, self.followed(socket).copy()) for socket in sockets]
        look = await in_thread(_look, [socket.session_key for socket in sockets], following)
        awake = [socket for socket in sockets if socket.is_awake]
        for socket, (_, mine), stands, readable in zip(sockets, following, look.standing, look.readable, strict=True):
            await self.unfollow(socket, mine - readable)
            if not stands:
                socket.dismiss(SIGNED_OUT)
            else:
                socket.beat({topic: look.numbers[topic] for topic in readable if topic in look.numbers})
        await self._stay(awake)

    async def _stay(self, sockets: list[Socket]) -> None:
        """Tell what these sockets follow by now; whoever left while it was told would be taken for present again."""
        staying = [(socket, self.followed(socket).copy()) for socket in sockets]
        await in_thread(topics.stay, [(socket.user_id, mine) for socket, mine in staying])
        left = [(socket.user_id, self.gone(socket.user_id, mine - self.followed(socket))) for socket, mine in staying]
        if any(gone for _, gone in left):
            await in_thread(topics.go, left)


def _turns_at_once(sockets: int) -> int:
    """How many turns are taken together: each asks the database, which does not pay for one or two sockets."""
    return max(1, min(TURNS // FEWEST_TURNS, TURNS * TOGETHER // max(1, sockets)))


def _raised(heard: Iterable[dict[str, Any]], gates: dict[str, int]) -> dict[str, int]:
    """The gates of these events that are higher than those known."""
    return {
        message["topic"]: message["gate"]
        for message in heard
        if message.get("gate") is not None and message["gate"] > gates.get(message["topic"], -1)
    }


def _count(packet: Packet, sockets: int) -> None:
    metrics.DELIVERIES.n += packet.count * sockets
    metrics.FRAMES.n += sockets
    metrics.FRAME_BYTES.observe(len(packet.payload), sockets)


class Look(NamedTuple):
    """What the database says of some sockets."""

    standing: list[bool]
    readable: list[set[str]]
    numbers: dict[str, int]


def _look(session_keys: list[str], following: topics.Wanted) -> Look:
    readable = topics.readable(following)
    return Look(entry.still(session_keys), readable, topics.numbers(set().union(*readable)))
