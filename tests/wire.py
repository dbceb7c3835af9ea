"""A person's socket: commands with their answers, events in the order in which they came."""

import itertools
import json
import time
from collections import deque
from typing import Any

from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from community.members.models import Member, User
from community.second_factor.models import Factor
from tests.community.second_factor.phones import prove
from tests.live import Site

PATIENCE = 15  # seconds for an answer or an event
OPENING = 60  # seconds to be let in, as whoever waits behind a crowd


class Refused(Exception):
    """The server answered a command with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["code"])
        self.code = error["code"]
        self.data = error["data"]


def cookies(who: Member | User) -> str:
    client = Client()
    user = who.user if isinstance(who, Member) else who
    client.force_login(user)
    if Factor.objects.filter(user=user).exists():
        prove(client, user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Wire:
    """An open socket of somebody; closes with the block.

    Args:
        answering: whether heartbeats are answered, as a healthy client does.
        protocols: of the handshake, as a frame without cookies names its session among them.
    """

    def __init__(
        self, site: Site, who: Member | User | None, *, answering: bool = True, origin: str | None = None,
        protocols: list[str] | None = None,
    ) -> None:  # fmt: skip
        headers = {"Cookie": cookies(who)} if who else {}
        self._connection = connect(
            site.ws,
            additional_headers=headers,
            origin=origin or site.http,
            subprotocols=protocols,
            max_size=None,
            open_timeout=OPENING,
        )
        self._socket = self._connection.__enter__()
        self._numbers = itertools.count(1)
        self._frames: deque[dict[str, Any]] = deque()
        self._events: deque[dict[str, Any]] = deque()
        self._answering = answering
        self.received = 0
        self.hello = self.event("hello")

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.__exit__(None, None, None)

    def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events that come first are kept."""
        return self.answer(self.send(command, **fields))

    def send(self, command: str, **fields: Any) -> int:
        number = next(self._numbers)
        self.send_raw(json.dumps({"id": number, "do": command} | fields))
        return number

    def send_raw(self, text: str) -> None:
        self._socket.send(text)

    def answer(self, number: int | None) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while True:
            frame = self._next(deadline)
            if "re" not in frame:
                self._events.append(frame)
            elif frame["re"] == number:
                if "error" in frame:
                    raise Refused(frame["error"])
                return frame["ok"]

    def event(self, on: str, patience: float = PATIENCE) -> dict[str, Any]:
        """The next event of a kind, whether it came already or is still to come."""
        for kept in self._events:
            if kept["on"] == on:
                self._events.remove(kept)
                return kept
        deadline = time.monotonic() + patience
        while True:
            frame = self._next(deadline)
            if frame.get("on") == on:
                return frame
            if "on" in frame:
                self._events.append(frame)

    def kept(self, on: str) -> list[dict[str, Any]]:
        """Events of a kind that came while something else was awaited."""
        return [event for event in self._events if event["on"] == on]

    def close_code(self) -> int:
        """Wait until the server closes, and say with which code."""
        return self.goodbye()[0]

    def goodbye(self) -> tuple[int, str]:
        """The same, with the reason that it gave."""
        deadline = time.monotonic() + PATIENCE
        try:
            while True:
                self._next(deadline)
        except ConnectionClosed as closed:
            return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")

    def _next(self, deadline: float) -> dict[str, Any]:
        """The next frame before a moment, but for heartbeats that say nothing; all of them are answered in passing."""
        while True:
            if not self._frames:
                content = json.loads(self._socket.recv(max(0.0, deadline - time.monotonic())))
                self._frames.extend(content if isinstance(content, list) else [content])
            frame = self._frames.popleft()
            self.received += 1
            if frame.get("on") != "beat":
                if frame.get("re") != -1:
                    return frame
                continue
            if self._answering:
                self.send_raw(json.dumps({"id": -1, "do": "beat", "n": self.received}))
            if frame["numbers"]:
                return frame
