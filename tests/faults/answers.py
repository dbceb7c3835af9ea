"""What the site may answer, and what is none of its answers."""

from typing import Any

import httpx
from websockets.exceptions import WebSocketException

PASSING = {"server.away", "rate.limited", "post.too_fast"}  # "not yet": the same is sent again
BROKEN = (OSError, WebSocketException, httpx.HTTPError, TimeoutError, ValueError)


class Refused(Exception):
    """An answer with a code."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["code"])
        self.code = error["code"]
        self.retry_after = error["data"].get("retry_after")


def unpacked(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer brings; raises Refused."""
    if "error" in answer:
        raise Refused(answer["error"])
    return answer.get("ok", answer)
