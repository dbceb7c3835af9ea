"""A client that keeps the rules of docs/protocol.md, and writes down all that it was told."""

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.mirror import Mirror

ANSWER = 30  # seconds that an answer may take
SILENCE = 6  # heartbeats that may stay out
A_MOMENT = 0.3  # seconds in which a number that is missing may still come by itself
LONGEST = 30  # seconds between two tries to connect
CSRF = "k" * 32  # cookie and header have to agree; which letters does not matter
PASSING = {"server.error", "server.away", "rate.limited"}  # "not yet": the same post is sent again
BROKEN = (OSError, WebSocketException, httpx.HTTPError, TimeoutError, ValueError)


@dataclass(frozen=True)
class Person:
    """A member, and the session of their browser."""

    user: int
    member: int
    name: str
    cookie: str
    room: int


@dataclass
class Draft:
    """Something that somebody wants to say, and what became of it."""

    room: int
    body: str
    written: float
    client_id: str = field(default_factory=lambda: str(uuid4()))
    sent: float | None = None  # when it was first sent
    settled: float | None = None
    answers: set[int] = field(default_factory=set)  # ids of messages; more than one would be a lie
    refusal: str | None = None


class Refused(Exception):
    """An answer with a code."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["code"])
        self.code = error["code"]
        self.retry_after = error["data"].get("retry_after")


class Client:
    """One tab of somebody: connects, follows, catches up, posts, reads, and comes back after whatever happens."""

    def __init__(self, person: Person, port: int, http: httpx.AsyncClient, beat: float, chance: random.Random) -> None:
        self.person = person
        self.mirror = Mirror()
        self.drafts: list[Draft] = []
        self.outbox: list[Draft] = []
        self.live = asyncio.Event()  # connected, following, caught up once
        self.removed = False
        self.read_seq = 0
        self.counts: Counter[str] = Counter()
        self.raw: dict[int, int] = {}  # place of each message that ever arrived, by its id
        self._port = port
        self._http = http
        self._silence = beat * SILENCE
        self._chance = chance
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._socket: ClientConnection | None = None
        self._received = 0
        self._more_to_send = asyncio.Event()
        self._catching_up: asyncio.Task[None] | None = None

    # --- What a test asks of it ---------------------------------------------------------------------------------------
    def say(self, body: str) -> None:
        draft = Draft(self.person.room, body, time.monotonic())
        self.drafts.append(draft)
        self.outbox.append(draft)
        self._more_to_send.set()

    async def run(self) -> None:
        """Live until cancelled."""
        posting = asyncio.create_task(self._post_all())
        try:
            await self._stay_connected()
        finally:
            posting.cancel()

    async def read(self) -> None:
        """Have read all that is here."""
        with suppress(*BROKEN, Refused):
            answer = await self.do("read", room=self.person.room, seq=self.mirror.seq)
            self.read_seq = max(self.read_seq, answer["read_seq"])

    async def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a command over the socket and wait for its answer."""
        if self._socket is None:
            raise ConnectionError
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self._socket.send(json.dumps({"id": number, "do": command} | fields))
            return _ok(await asyncio.wait_for(answer, ANSWER))
        finally:
            self._waiting.pop(number, None)

    async def ask(self, method: str, path: str, data: object = None) -> dict[str, Any]:
        """One request over HTTP, on a connection of its own."""
        cookies = f"{self.person.cookie}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Connection": "close"}
        url = f"http://127.0.0.1:{self._port}/api/v1/{path}"
        answer = await self._http.request(method, url, json=data, headers=headers)
        content = answer.json()  # an answer that is none of the site's counts as a broken network
        return content if answer.status_code == 200 else _ok({"error": content})

    # --- The connection -----------------------------------------------------------------------------------------------
    async def _stay_connected(self) -> None:
        failed = 0
        while True:
            came = time.monotonic()
            with suppress(*BROKEN, Refused):
                await self._connection()
            self._forget_connection()
            failed = 1 if time.monotonic() - came > 60 else failed + 1
            self.counts["connections lost"] += 1
            await asyncio.sleep(self._chance.uniform(0, min(LONGEST, 0.5 * 2 ** (failed - 1))))

    async def _connection(self) -> None:
        url, headers = f"ws://127.0.0.1:{self._port}/ws/v1/", {"Cookie": self.person.cookie}
        options = {"max_size": None, "compression": None, "ping_interval": None, "close_timeout": 1}
        async with connect(url, additional_headers=headers, open_timeout=ANSWER, **options) as self._socket:
            self._received = 0
            listening = asyncio.create_task(self._listen(self._socket))
            arriving = asyncio.create_task(self._arrive())
            try:
                await _first_to_fail(listening, arriving)
            finally:
                self._socket.transport.abort()
                listening.cancel()
                arriving.cancel()
                await asyncio.gather(listening, arriving, return_exceptions=True)

    def _forget_connection(self) -> None:
        self._socket = None
        self.live.clear()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError())

    async def _arrive(self) -> None:
        """Follow first, fetch after."""
        room = f"room.{self.person.room}"
        topics = [room, f"member.{self.person.member}"]
        followed = await self.do("follow", topics=topics, since={room: self.mirror.rev})
        if room in followed["refused"]:
            self.removed = True
            return
        if changes := followed["changes"].get(room):
            self._take_changes(changes)
        await self._fetch(followed["numbers"][room])
        self.live.set()

    async def _listen(self, socket: ClientConnection) -> None:
        while True:
            content = json.loads(await asyncio.wait_for(socket.recv(), self._silence))
            frames = content if isinstance(content, list) else [content]
            self._received += len(frames)
            for frame in frames:
                await self._take(frame)

    async def _take(self, frame: dict[str, Any]) -> None:
        if "re" in frame:
            answer = self._waiting.get(frame["re"])
            if answer and not answer.done():
                answer.set_result(frame)
        elif frame["on"] == "beat":
            await self._socket.send(json.dumps({"id": 0, "do": "beat", "n": self._received}))
            self._hear_of(frame["numbers"].get(f"room.{self.person.room}", 0))
        elif frame["on"] == "room.changed" and frame["room"] == self.person.room:
            self._hear(frame)
        elif frame["on"] == "room.gone" and frame["room"] == self.person.room:
            self.removed = True

    # --- The room -----------------------------------------------------------------------------------------------------
    def _hear(self, event: dict[str, Any]) -> None:
        self.counts["events"] += 1
        self.counts["repeated events"] += event["rev"] <= self.mirror.rev
        self.raw |= {row["id"]: row["seq"] for row in event["messages"]}
        if self.mirror.hear(event):
            self.counts["gaps"] += 1
            self._hear_of(event["rev"])

    def _hear_of(self, rev: int) -> None:
        """The room is at least there; fetch what is missing, unless that is being done."""
        self.mirror.ahead = max(self.mirror.ahead, rev)
        fetching = self._catching_up is not None and not self._catching_up.done()
        if not self.mirror.is_behind() or fetching or self.removed:
            return
        self._catching_up = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        await asyncio.sleep(A_MOMENT)
        with suppress(*BROKEN, Refused):  # the next event or heartbeat asks again
            await self._fetch(self.mirror.ahead)

    async def _fetch(self, rev: int) -> None:
        self.mirror.ahead = max(self.mirror.ahead, rev)
        while self.mirror.is_behind():
            self.counts["fetches"] += 1
            changes = await self.ask("GET", f"rooms/{self.person.room}/changes/?since={self.mirror.rev}")
            self._take_changes(changes)

    def _take_changes(self, changes: dict[str, Any]) -> None:
        self.raw |= {row["id"]: row["seq"] for row in changes["messages"]}
        self.mirror.take(changes)

    # --- The outbox ---------------------------------------------------------------------------------------------------
    async def _post_all(self) -> None:
        """One after the other, so that posts keep the order in which they were written."""
        while True:
            while self.outbox:
                wait = await self._post(self.outbox[0])
                if self.outbox[0].settled:
                    self.outbox.pop(0)
                else:
                    self.counts["posts sent again"] += 1
                    await asyncio.sleep(wait)
            self._more_to_send.clear()
            await self._more_to_send.wait()

    async def _post(self, draft: Draft) -> float:
        """Try once; the seconds to wait before the next try."""
        draft.sent = draft.sent or time.monotonic()
        try:
            draft.answers.add((await self._send(draft))["id"])
        except Refused as refusal:
            self.counts[refusal.code] += 1
            if refusal.code in PASSING:
                return refusal.retry_after or self._chance.uniform(0.2, 2)
            draft.refusal = refusal.code
        except BROKEN:
            return self._chance.uniform(0.1, 1)
        draft.settled = time.monotonic()
        return 0

    async def _send(self, draft: Draft) -> dict[str, Any]:
        """By the socket, or now and then by HTTP; a repeat may take another door than the first try."""
        if self._chance.random() < 0.1 or not self._socket:
            fields = {"client_id": draft.client_id, "body": draft.body}
            return await self.ask("POST", f"rooms/{draft.room}/messages/", fields)
        fields = {"room": draft.room, "client_id": draft.client_id, "body": draft.body}
        return (await self.do("post", **fields))["message"]


def _ok(answer: dict[str, Any]) -> dict[str, Any]:
    if "error" in answer:
        raise Refused(answer["error"])
    return answer.get("ok", answer)


async def _first_to_fail(*tasks: asyncio.Task[None]) -> None:
    """Wait until one of them fails, and raise what it raised."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        task.result()
