"""The one consumer: look up, subscribe, forward. Everything else is a verb that it calls."""

import asyncio
import json
import logging
import time
from typing import Any

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from community import metrics
from community.errors import InvalidInput, Refusal, explained
from community.members.models import User
from community.realtime import arrival, commands, entry
from community.realtime.flood import Bucket
from community.realtime.gathering import Gathering
from community.realtime.hub import RESUME, SIGNED_OUT, Hub
from community.realtime.outbox import Outbox
from community.realtime.publish import encode
from community.realtime.shapes import Beat, Hello, Limits
from community.realtime.standard import leave
from community.realtime.threads import in_thread
from community.realtime.wire import Packet, writer

log = logging.getLogger(__name__)

FRAME = 65_536  # bytes
FLOODING = 4429
PATIENCE = 60  # seconds to answer a heartbeat
BROKEN: dict[str, object] = {"code": "server.error", "message": "Something broke.", "data": {}}
MOST_REFUSED = 300  # commands refused for flooding before the socket is closed


class Consumer(AsyncWebsocketConsumer):
    """One tab's connection. A command's answer has `re`; everything else that is sent is an event."""

    user: User
    hub: Hub
    outbox: Outbox
    left: set[str]
    has_entered = is_settled = False
    closing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Whatever ends a connection, and however, its place in the hub is given up.

        The hub listens for all sockets, and our own threads see to their database connections; so nothing is left here
        of what Channels would do around each message.
        """
        self.scope, self.base_send = scope, send
        try:
            while True:
                message = await receive()
                if message["type"] == "websocket.receive":
                    await self.receive(message.get("text"))
                else:
                    await getattr(self, get_handler_name(message))(message)
        except StopConsumer:
            pass
        finally:
            if self.has_entered:
                self.outbox.stop()
                self.hub.part(self)

    async def connect(self) -> None:
        self.session_key = entry.session_key(self.scope)
        user = await Gathering.of(entry.accounts).call(self.session_key) if self.session_key else None
        if user is None:
            await self.close(SIGNED_OUT)
            return
        await self.accept(entry.protocol(self.scope))
        self.user, self.user_id = user, user.pk
        self.bucket = Bucket(*settings.OXBOW["COMMANDS"])
        self.asked_at: float | None = None
        self.outbox = Outbox(writer(self.base_send))
        self.hub, self.left = Hub.current(), set()
        self.has_entered = True
        await self.hub.join(self)
        limits = Limits(frame=FRAME, body=settings.OXBOW["MESSAGE_LENGTH"])
        self.deliver(Packet(Hello(user=self.user_id, beat=settings.OXBOW["BEAT"], limits=limits).encoded()))

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        if self.has_entered:
            self.left |= self.hub.part(self)
            await leave(self, self.left)
        raise StopConsumer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.closing is not None:
            return
        number = None
        try:
            frame = _parse(text_data)
            number = frame.pop("id", None)
            self.bucket.take()
            self._answer(number, b"ok", await self._obey(frame))
        except Exception as error:
            self._answer(number, b"error", encode(_told(error)))
        if not self.is_settled:
            self.is_settled = True
            arrival.settle(self.base_send)
        if self.bucket.refused > MOST_REFUSED:
            await self.close(FLOODING)

    async def _obey(self, frame: dict[str, Any]) -> bytes:
        command = commands.find(frame.pop("do", None))
        wanted = command.shape.parse(frame)
        if command.on_socket:
            answer = await command.verb(self, wanted)
        elif command.together:
            began = time.perf_counter()
            answer = await Gathering.of(command.verb).call((self.user, wanted))
            metrics.POST_SECONDS.observe(time.perf_counter() - began)
        else:
            answer = await in_thread(command.verb, self.user, wanted)
        return answer.encoded() if answer else b"{}"

    def _answer(self, number: Any, word: bytes, answer: bytes) -> None:
        to = encode(number) if isinstance(number, int) else b"null"
        self.deliver(Packet(b'{"re":%s,"%s":%s}' % (to, word, answer)))

    @property
    def unanswered(self) -> int:
        return self.outbox.unanswered

    @property
    def is_awake(self) -> bool:
        return self.asked_at is None

    def deliver(self, packet: Packet) -> None:
        """Send a packet; a client that is too far behind is sent away to catch up."""
        outbox = self.outbox
        if not outbox.put(packet):
            metrics.SLOW_READERS_CLOSED.n += self.closing is None
            self.dismiss(RESUME, "slow")
        elif outbox.is_long and self.asked_at is None:
            self.beat({})

    def beat(self, numbers: dict[str, int]) -> None:
        """Send a heartbeat, unless an earlier one has waited for its answer too long."""
        moment = time.monotonic()
        if self.asked_at is not None and moment - self.asked_at > PATIENCE:
            self.dismiss(RESUME, "silent")
            return
        self.asked_at = self.asked_at or moment
        self.outbox.put(Packet(Beat(n=self.outbox.put_in + 1, numbers=numbers).encoded()))

    def dismiss(self, code: int, reason: str | None = None) -> None:
        """Close the connection soon, and hear and say nothing more until then."""
        if self.closing is None:
            self.left |= self.hub.part(self)
            self.outbox.stop()
            self.closing = asyncio.create_task(self.close(code, reason))


def _told(error: Exception) -> dict[str, object]:
    if not isinstance(error, Refusal):
        log.exception("A command failed.", exc_info=error)
    refusal = explained(error)
    return refusal.as_dict() if refusal else BROKEN


def _parse(text: str | None) -> dict[str, Any]:
    if text is not None and len(text.encode()) > FRAME:
        raise InvalidInput("frame.too_large", "The frame is too large.", limit=FRAME)
    try:
        frame = json.loads(text or "")
    except (ValueError, RecursionError):
        frame = None
    if not isinstance(frame, dict):
        raise InvalidInput("frame.not_json", "A frame is one JSON object.")
    return frame
