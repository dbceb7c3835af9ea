"""Reading frames on daphne: whole text messages, which are nearly all that comes, are read in one step.

autobahn announces each part of each frame to whoever might listen, which costs more than obeying what the frame says.
Whatever is not a whole, masked, uncompressed text frame of at most 64 KiB is left to it, and so is whatever is wrong.
"""

from collections.abc import Callable
from typing import Any

WHOLE_TEXT = 0x81  # FIN, and the opcode of text (RFC 6455, section 5.2)
MASKED = 0x80
LONG, LONGER = 126, 127  # what stands instead of a length that takes two bytes, or eight
MASK = 4  # bytes
SHORTEST = 2 + MASK

Received = Callable[[Any, bytes], None]


def quickly(received: Received) -> Received:
    """An autobahn protocol's `dataReceived` that takes the common case first."""

    def data_received(self: Any, data: bytes) -> None:
        rest = _taken(self, data) if _is_between_messages(self) else data
        if rest:
            received(self, rest)

    return data_received


def _is_between_messages(protocol: Any) -> bool:
    return not (
        protocol.state != protocol.STATE_OPEN
        or protocol.data
        or protocol.current_frame is not None
        or protocol.inside_message
        or protocol._perMessageCompress is not None
    )


def _taken(protocol: Any, data: bytes) -> bytes:
    """Hand over the messages that are whole; what is left."""
    while _begins_text(data) and protocol.state == protocol.STATE_OPEN:
        size, start = data[1] - MASKED, SHORTEST
        if size == LONG:
            size, start = int.from_bytes(data[2:4], "big"), SHORTEST + 2
        if data[1] == MASKED + LONGER or (start > SHORTEST and size < LONG) or len(data) < start + size:
            break
        payload = _unmasked(data[start - MASK : start], data[start : start + size])
        if not _is_text(payload):
            break
        protocol.onMessage(payload, False)
        data = data[start + size :]
    return data


def _begins_text(data: bytes) -> bool:
    return len(data) >= SHORTEST and data[0] == WHOLE_TEXT and data[1] >= MASKED


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    """All bytes at once, as one number."""
    size = len(payload)
    whole = (mask * (size // MASK + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")


def _is_text(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
