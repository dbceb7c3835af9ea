"""What waits to be sent to one socket: bounded, so that a slow reader is cut off instead of waited for."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator

MOST_FRAMES = 2048  # unanswered frames before a socket is closed with 4008
MOST_BYTES = 4 * 1024 * 1024  # the same, in bytes
ASK_AFTER = 256  # unanswered frames before a heartbeat is asked for ahead of time
MOST_TOGETHER = 256 * 1024  # bytes of frames that go in one; daphne closes a socket that is sent more than 1 MiB


def joined(frames: list[bytes]) -> Iterator[tuple[bytes, int]]:
    """JSON objects as few frames: one alone as it is, several as an array; each with how many it holds."""
    some: list[bytes] = []
    for frame in frames:
        if some and sum(map(len, some)) + len(frame) > MOST_TOGETHER:
            yield _array(some), len(some)
            some = []
        some.append(frame)
    yield _array(some), len(some)


def _array(frames: list[bytes]) -> bytes:
    return frames[0] if len(frames) == 1 else b"[" + b",".join(frames) + b"]"


class Outbox:
    """Frames on their way to one client, counted until the client has answered a heartbeat.

    Several frames that go in one, as an array, count as that many.

    Counting answers, rather than looking at the connection's buffer, works the same on every server: daphne takes
    whatever it is given and buffers without end.

    Args:
        send: puts one frame, UTF-8 bytes, onto the wire.
    """

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._sizes: deque[tuple[int, int]] = deque()
        self._unanswered_bytes = 0
        self._wake = asyncio.Event()
        self.put_in = 0
        self.answered = 0

    @property
    def unanswered(self) -> int:
        return self.put_in - self.answered

    def put(self, frame: bytes, count: int = 1) -> bool:
        """Queue a frame, or several in one; False when the client is too far behind, and nothing was queued."""
        if self.unanswered + count > MOST_FRAMES or self._unanswered_bytes + len(frame) > MOST_BYTES:
            return False
        self.put_in += count
        self._sizes.append((count, len(frame)))
        self._unanswered_bytes += len(frame)
        self._waiting.append(frame)
        self._wake.set()
        return True

    def answer(self, frames: int) -> None:
        """The client has received this many frames. Numbers from nowhere are ignored."""
        while self._sizes and self.answered + self._sizes[0][0] <= frames:
            count, size = self._sizes.popleft()
            self.answered += count
            self._unanswered_bytes -= size

    async def run(self) -> None:
        """Send what is put in, in order, until cancelled."""
        while True:
            while self._waiting:
                await self._send(self._waiting.popleft())
            self._wake.clear()
            await self._wake.wait()
