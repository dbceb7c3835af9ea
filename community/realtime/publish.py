"""Sending events to everybody who follows a topic, in whatever process their sockets are."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from channels.layers import get_channel_layer
from django.db import transaction

from community import metrics
from community.realtime.shapes import Event

_loop: asyncio.AbstractEventLoop | None = None

LARGEST = 256 * 1024  # bytes of an event; daphne closes a socket that is sent a frame of more than 1 MiB


class Publication(NamedTuple):
    """An event on its way to a topic.

    Attributes:
        gate: how often somebody has lost the sight of the topic; where it has grown, hubs look again at who listens.
    """

    topic: str
    event: Event
    gate: int | None = None


def publish(topic: str, event: Event, gate: int | None = None) -> None:
    """Send an event once the transaction has committed; at once where there is none.

    The layer delivers at most once. Whoever misses an event sees a gap in its number and fetches the difference.
    """
    publish_all([Publication(topic, event, gate)])


def publish_all(publications: Iterable[Publication]) -> None:
    """The same for several events: those of one topic go through the layer together, in their order."""
    messages = _messages(publications)
    transaction.on_commit(lambda: _send(messages), robust=True)


def publish_at_once(topic: str, event: Event) -> None:
    """Send an event that has nothing to do with what is being written: no transaction is waited for or looked for."""
    _send(_messages([Publication(topic, event)]))


def _messages(publications: Iterable[Publication]) -> list[tuple[str, dict[str, Any]]]:
    frames: dict[tuple[str, int | None], list[bytes]] = defaultdict(list)
    for topic, event, gate in publications:
        named = event if event.topic == topic else event.model_copy(update={"topic": topic})
        frames[topic, gate].append(_frame(named))
    return [
        (topic, {"type": "hub.events", "topic": topic, "frames": some, "gate": gate})
        for (topic, gate), some in frames.items()
    ]


def _frame(event: Event) -> bytes:
    frame = event.encoded()
    return frame if len(frame) <= LARGEST else event.slim().encoded()


def expel(topic: str, user_id: int) -> None:
    """Stop a topic for one user's sockets once the transaction has committed.

    Should the layer lose this, the next heartbeat's answer of each socket finds that the topic is not theirs any more.
    """
    message = {"type": "hub.expel", "topic": topic, "user": user_id}
    transaction.on_commit(lambda: _send([(topic, message)]), robust=True)


def encode(frame: Any) -> bytes:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Send through this event loop from now on: the one on which the process's hub lives."""
    global _loop
    _loop = loop


def _send(messages: list[tuple[str, dict[str, Any]]]) -> None:
    """Hand messages to the layer. On a server's threads that does not wait for Redis; elsewhere it does."""
    committed = time.time()
    for _, message in messages:
        message["at"] = committed
    layer = get_channel_layer()
    if _loop is not None and _loop.is_running():
        _loop.call_soon_threadsafe(layer.group_send_all, messages)
    else:
        layer.group_send_now(messages)


def count_handed_out(messages: Iterable[dict[str, Any]]) -> None:
    """Say how long these were on their way; two machines' clocks may differ by more than that."""
    moment = time.time()
    for message in messages:
        metrics.HAND_OUT_SECONDS.observe(max(0.0, moment - message.get("at", moment)))
