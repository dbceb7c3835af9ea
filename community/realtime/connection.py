"""What commands and the hub need of a connection."""

from typing import Protocol

from community.members.models import User
from community.realtime.hub import Hub
from community.realtime.outbox import Outbox


class Connection(Protocol):
    user: User
    user_id: int
    hub: Hub
    outbox: Outbox
    asked_at: float | None

    def deliver(self, frame: bytes, count: int = 1) -> None: ...
    def beat(self, numbers: dict[str, int]) -> None: ...
    async def check_session(self) -> None: ...
