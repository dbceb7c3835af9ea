"""Sending events to everybody who follows a topic, in whatever process their sockets are."""

import asyncio
import json
import logging
from concurrent.futures import Future
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from community.realtime.shapes import Event

log = logging.getLogger(__name__)
_loop: asyncio.AbstractEventLoop | None = None

LARGEST = 256 * 1024  # bytes of an event; daphne closes a socket that is sent a frame of more than 1 MiB


def publish(topic: str, event: Event) -> None:
    """Send an event once the transaction has committed; at once where there is none.

    The layer delivers at most once. Whoever misses an event sees a gap in its number and fetches the difference.
    """
    event = event.model_copy(update={"topic": topic})
    frame = encode(event.wire())
    if len(frame) > LARGEST:
        frame = encode(event.slim().wire())
    transaction.on_commit(lambda: _send(topic, {"type": "hub.event", "topic": topic, "frame": frame}), robust=True)


def expel(topic: str, user_id: int) -> None:
    """Stop a topic for one user's sockets once the transaction has committed.

    Should the layer lose this, the next heartbeat's answer of each socket finds that the topic is not theirs any more.
    """
    message = {"type": "hub.expel", "topic": topic, "user": user_id}
    transaction.on_commit(lambda: _send(topic, message), robust=True)


def encode(frame: Any) -> bytes:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Send through this event loop from now on: the one on which the process's hub lives."""
    global _loop
    _loop = loop


def _send(topic: str, message: dict[str, Any]) -> None:
    """Hand a message to the layer. On a server's threads that does not wait for Redis; elsewhere it does."""
    sending = get_channel_layer().group_send
    if _loop is not None and _loop.is_running():
        asyncio.run_coroutine_threadsafe(sending(topic, message), _loop).add_done_callback(_note_failure)
    else:
        async_to_sync(sending)(topic, message)


def _note_failure(sent: "Future[None]") -> None:
    if not sent.cancelled() and (error := sent.exception()):
        log.warning("An event did not reach the channel layer, the numbers will tell: %s", error)
