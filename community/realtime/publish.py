"""Sending events to everybody who follows a topic, in whatever process their sockets are."""

import json
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from community.realtime.shapes import Event

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


def expel(topic: str, user_id: int | None) -> None:
    """Stop a topic for one user's sockets, or for everybody's with None, once the transaction has committed."""
    message = {"type": "hub.expel", "topic": topic, "user": user_id}
    transaction.on_commit(lambda: _send(topic, message), robust=True)


def encode(frame: Any) -> bytes:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()


def _send(topic: str, message: dict[str, Any]) -> None:
    async_to_sync(get_channel_layer().group_send)(topic, message)
