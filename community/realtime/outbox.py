"""What is on its way to one socket: bounded, so that a slow reader is cut off instead of waited for."""

import random
from collections import deque
from collections.abc import Iterator

from community.realtime.wire import Packet, Writer

MOST_FRAMES = 2048  # unanswered frames before a socket is closed with 4008
MOST_BYTES = 4 * 1024 * 1024  # the same, in bytes
ASK_AFTER = 1024  # unanswered frames before which a heartbeat is asked for ahead of time
ASK_AFTER_BYTES = MOST_BYTES // 2  # the same, in bytes: who reads all along must be able to say so before the end
MOST_TOGETHER = 256 * 1024  # bytes of frames that go in one; daphne closes a socket that is sent more than 1 MiB


def joined(frames: list[bytes]) -> Iterator[Packet]:
    """JSON objects as few packets: one alone as it is, several as an array."""
    some: list[bytes] = []
    size = 0
    for frame in frames:
        if some and size + len(frame) > MOST_TOGETHER:
            yield _packet(some)
            some, size = [], 0
        some.append(frame)
        size += len(frame)
    yield _packet(some)


def _packet(frames: list[bytes]) -> Packet:
    return Packet(frames[0] if len(frames) == 1 else b"[" + b",".join(frames) + b"]", len(frames))


class Outbox:
    """Frames on their way to one client, counted until the client has answered a heartbeat.

    Several frames that go in one, as an array, count as that many.

    Counting answers, rather than looking at the connection's buffer, works the same on every server: daphne takes
    whatever it is given and buffers without end.

    Args:
        writer: puts packets onto the wire.
    """

    __slots__ = ("_ask_after", "_sizes", "_unanswered_bytes", "_writer", "answered", "put_in")

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._sizes: deque[tuple[int, int]] = deque()
        self._unanswered_bytes = 0
        self._ask_after = random.randint(ASK_AFTER // 2, ASK_AFTER)  # not everybody in a room in the same moment
        self.put_in = 0
        self.answered = 0

    @property
    def unanswered(self) -> int:
        return self.put_in - self.answered

    def put(self, packet: Packet) -> bool:
        """Send a packet; False when the client is too far behind, and nothing was sent."""
        put_in = self.put_in + packet.count
        unanswered_bytes = self._unanswered_bytes + packet.measure[1]
        if put_in - self.answered > MOST_FRAMES or unanswered_bytes > MOST_BYTES:
            return False
        self.put_in, self._unanswered_bytes = put_in, unanswered_bytes
        self._sizes.append(packet.measure)
        self._writer.write(packet)
        return True

    @property
    def is_long(self) -> bool:
        """Whether it is time to ask the client how much it has received."""
        return self.put_in - self.answered >= self._ask_after or self._unanswered_bytes >= ASK_AFTER_BYTES

    def answer(self, frames: int) -> None:
        """The client has received this many frames. Numbers from nowhere are ignored."""
        while self._sizes and self.answered + self._sizes[0][0] <= frames:
            count, size = self._sizes.popleft()
            self.answered += count
            self._unanswered_bytes -= size

    def stop(self) -> None:
        self._writer.stop()
