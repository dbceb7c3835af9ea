"""Saying on daphne why a socket is closed: ASGI's `reason`, which daphne leaves out of the close frame."""

from collections.abc import Callable
from typing import Any

Replied = Callable[[Any, dict[str, Any]], None]


def with_reason(reply: Replied) -> Replied:
    """A daphne protocol's `handle_reply` that sends the reason along with the code."""

    def handle_reply(self: Any, message: dict[str, Any]) -> None:
        if message.get("reason") and message["type"] == "websocket.close" and self.state == self.STATE_OPEN:
            self.sendClose(code=message["code"], reason=message["reason"])
        else:
            reply(self, message)

    return handle_reply
