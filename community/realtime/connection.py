"""What commands and the hub need of a connection."""

from typing import Protocol

from community.members.models import User
from community.realtime.hub import Hub
from community.realtime.outbox import Outbox
from community.realtime.wire import Packet


class Connection(Protocol):
    user: User
    user_id: int
    session_key: str
    hub: Hub
    outbox: Outbox
    asked_at: float | None

    @property
    def is_awake(self) -> bool: ...
    @property
    def unanswered(self) -> int: ...
    def deliver(self, packet: Packet) -> None: ...
    def beat(self, numbers: dict[str, int]) -> None: ...
    def dismiss(self, code: int) -> None: ...
