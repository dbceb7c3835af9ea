"""What waits to be sent to one socket: bounded, so that a slow reader is cut off instead of waited for."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

MOST_FRAMES = 2048  # unanswered frames before a socket is closed with 4008
MOST_BYTES = 4 * 1024 * 1024  # the same, in bytes
ASK_AFTER = 256  # unanswered frames before a heartbeat is asked for ahead of time


class Outbox:
    """Frames on their way to one client, counted until the client has answered a heartbeat.

    Counting answers, rather than looking at the connection's buffer, works the same on every server: daphne takes
    whatever it is given and buffers without end.

    Args:
        send: puts one frame, UTF-8 bytes, onto the wire.
    """

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: deque[bytes] = deque()
        self._sizes: deque[int] = deque()
        self._unanswered_bytes = 0
        self._wake = asyncio.Event()
        self.put_in = 0
        self.answered = 0

    @property
    def unanswered(self) -> int:
        return self.put_in - self.answered

    def put(self, frame: bytes) -> bool:
        """Queue a frame; False when the client is too far behind, and nothing was queued."""
        if self.unanswered >= MOST_FRAMES or self._unanswered_bytes + len(frame) > MOST_BYTES:
            return False
        self.put_in += 1
        self._sizes.append(len(frame))
        self._unanswered_bytes += len(frame)
        self._waiting.append(frame)
        self._wake.set()
        return True

    def answer(self, frames: int) -> None:
        """The client has received this many frames. Numbers from nowhere are ignored."""
        while self.answered < min(frames, self.put_in):
            self.answered += 1
            self._unanswered_bytes -= self._sizes.popleft()

    async def run(self) -> None:
        """Send what is put in, in order, until cancelled."""
        while True:
            while self._waiting:
                await self._send(self._waiting.popleft())
            self._wake.clear()
            await self._wake.wait()
