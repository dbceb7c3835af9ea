"""The one consumer: look up, subscribe, forward. Everything else is a verb that it calls."""

import asyncio
import json
import logging
import time
from typing import Any

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from community.errors import InvalidInput, Refusal
from community.members.models import User
from community.realtime import commands, topics
from community.realtime.flood import Bucket
from community.realtime.gathering import Gathering
from community.realtime.hub import Hub
from community.realtime.outbox import ASK_AFTER, Outbox
from community.realtime.publish import encode
from community.realtime.shapes import Beat, Hello, Limits
from community.realtime.threads import in_thread

log = logging.getLogger(__name__)

FRAME = 65_536  # bytes
RESUME, NO_SESSION, FLOODING = 4008, 4401, 4429
PATIENCE = 60  # seconds to answer a heartbeat
MOST_REFUSED = 300  # commands refused for flooding before the socket is closed


class Consumer(AsyncWebsocketConsumer):
    """One tab's connection. A command's answer has `re`; everything else that is sent is an event."""

    channel_layer_alias = None  # the hub listens for all sockets; a channel of each one's own would only cost
    hub: Hub | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Whatever ends a connection, and however, its place in the hub is given up."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self.hub is not None:
                self.writer.cancel()
                await self.hub.part(self)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without a trip to Channels' database thread at each message: our own threads see to their connections."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        self.user = self.scope["user"]
        self.user_id = self.user.pk
        if not self.user.is_authenticated:
            await self.close(NO_SESSION)
            return
        self.outbox = Outbox(self._send)
        self.bucket = Bucket(*settings.OXBOW["COMMANDS"])
        self.asked_at: float | None = None
        await self.accept()
        if not self.user.came_today():
            await in_thread(self.user.come)
        self.writer = asyncio.create_task(self.outbox.run())
        self.hub = Hub.current()
        await self.hub.join(self)
        limits = Limits(frame=FRAME, body=settings.OXBOW["MESSAGE_LENGTH"])
        self.deliver(encode(Hello(user=self.user_id, beat=settings.OXBOW["BEAT"], limits=limits).wire()))

    async def disconnect(self, code: int) -> None:
        if self.hub is not None:
            await in_thread(topics.go, self.user, self.hub.followed(self).copy())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        number = None
        try:
            frame = _parse(text_data)
            number = frame.pop("id", None)
            self.bucket.take()
            self._answer(number, {"ok": await self._obey(frame)})
        except Refusal as refusal:
            self._answer(number, {"error": refusal.as_dict()})
        except Exception:
            log.exception("A command failed.")
            self._answer(number, {"error": {"code": "server.error", "message": "Something broke.", "data": {}}})
        if self.bucket.refused > MOST_REFUSED:
            await self.close(FLOODING)

    async def _obey(self, frame: dict[str, Any]) -> dict[str, Any]:
        command = commands.find(frame.pop("do", None))
        wanted = command.shape.parse(frame)
        if command.on_socket:
            answer = await command.verb(self, wanted)
        elif command.together:
            answer = await Gathering.of(command).call((self.user, wanted))
        else:
            answer = await in_thread(command.verb, self.user, wanted)
        return answer.wire() if answer else {}

    def _answer(self, number: Any, answer: dict[str, Any]) -> None:
        self.deliver(encode({"re": number if isinstance(number, int) else None} | answer))

    def deliver(self, frame: bytes, count: int = 1) -> None:
        """Queue a frame, or several in one; a client that is too far behind is sent away to catch up."""
        if not self.outbox.put(frame, count):
            self._close_soon(RESUME)
        elif self.outbox.unanswered >= ASK_AFTER and self.asked_at is None:
            self.beat({})

    def beat(self, numbers: dict[str, int]) -> None:
        """Send a heartbeat, unless an earlier one has waited for its answer too long."""
        moment = time.monotonic()
        if self.asked_at is not None and moment - self.asked_at > PATIENCE:
            self._close_soon(RESUME)
            return
        self.asked_at = self.asked_at or moment
        self.outbox.put(encode(Beat(n=self.outbox.put_in + 1, numbers=numbers).wire()))

    async def check_session(self) -> None:
        """Close the socket of somebody who has signed out elsewhere, or whose account was closed."""
        if not await in_thread(_may_stay, self.user_id, self.scope["session"]):
            self._close_soon(NO_SESSION)

    def _close_soon(self, code: int) -> None:
        if not self.writer.cancelled():
            self.writer.cancel()
            self.closing = asyncio.create_task(self.close(code))

    async def _send(self, frame: bytes) -> None:
        await self.send(text_data=frame.decode())


def _may_stay(user_id: int, session: Any) -> bool:
    return session.exists(session.session_key) and User.objects.filter(pk=user_id, is_active=True).exists()


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
