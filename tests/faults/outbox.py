"""What somebody wants, sent until each has its answer."""

import asyncio
import time
from typing import TYPE_CHECKING

from tests.faults.answers import BROKEN, PASSING, Refused
from tests.faults.wishes import Wish

if TYPE_CHECKING:
    from tests.faults.client import Client


class Outbox:
    """One after the other, so that posts and changes keep the order in which they were wanted."""

    def __init__(self, client: "Client") -> None:
        self.waiting: list[Wish] = []
        self._client = client
        self._more = asyncio.Event()

    def put(self, wish: Wish) -> None:
        self.waiting.append(wish)
        self._more.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            while self.waiting:
                wait = await self._try(self.waiting[0])
                if self.waiting[0].settled:
                    self.waiting.pop(0)
                else:
                    self._client.counts["sent again"] += 1
                    await asyncio.sleep(wait)
            self._more.clear()
            await self._more.wait()

    async def _try(self, wish: Wish) -> float:
        """Try once; the seconds to wait before the next try."""
        wish.sent = wish.sent or time.monotonic()
        try:
            await wish.send(self._client)
        except Refused as refusal:
            self._client.counts[refusal.code] += 1
            if refusal.code in PASSING:
                return refusal.retry_after or self._client.chance.uniform(0.2, 2)
            wish.refusal = refusal.code
        except BROKEN:
            return self._client.chance.uniform(0.1, 1)
        wish.settled = time.monotonic()
        return 0
