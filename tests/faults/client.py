"""A client that keeps the rules of docs/protocol.md, and writes down all that it was told."""

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.faults.answers import BROKEN, Refused, unpacked
from tests.faults.hearing import Hearing
from tests.faults.mirror import Mirror
from tests.faults.outbox import Outbox
from tests.faults.wishes import Act, Draft

ANSWER = 30  # seconds that an answer may take
SILENCE = 6  # heartbeats that may stay out
A_MOMENT = 0.3  # seconds in which a number that is missing may still come by itself
LONGEST = 30  # seconds between two tries to connect
CSRF = "k" * 32  # cookie and header have to agree; which letters does not matter


@dataclass(frozen=True)
class Person:
    """A member, and the session of their browser."""

    user: int
    member: int
    name: str
    cookie: str
    room: int


class Client:
    """One tab of somebody: connects, follows, catches up, posts, reads, and comes back after whatever happens."""

    def __init__(self, person: Person, port: int, http: httpx.AsyncClient, beat: float, chance: random.Random) -> None:
        self.person = person
        self.mirror = Mirror()
        self.drafts: list[Draft] = []
        self.acts: list[Act] = []
        self.outbox = Outbox(self)
        self.live = asyncio.Event()  # connected, following, caught up once
        self.removed = False
        self.read_seq = 0
        self.counts: Counter[str] = Counter()
        self.stays = [Hearing()]  # all that it was told, anew since each time that it was asked back in
        self._port = port
        self._http = http
        self._silence = beat * SILENCE
        self.chance = chance
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._socket: ClientConnection | None = None
        self._connections = 0
        self._received = 0
        self._catching_up: asyncio.Task[None] | None = None

    # --- What a test asks of it ---------------------------------------------------------------------------------------
    def say(self, body: str) -> None:
        draft = Draft(self.person.room, body)
        self.drafts.append(draft)
        self.outbox.put(draft)

    def act(self, act: Act) -> None:
        self.acts.append(act)
        self.outbox.put(act)

    async def run(self) -> None:
        """Live until cancelled."""
        posting = asyncio.create_task(self.outbox.run())
        try:
            await self._stay_connected()
        finally:
            posting.cancel()

    async def read(self) -> None:
        """Have read all that is here."""
        with suppress(*BROKEN, Refused):
            answer = await self.do("read", room=self.person.room, seq=self.mirror.seq)
            self.read_seq = max(self.read_seq, answer["read_seq"])

    async def return_to_room(self) -> None:
        """Be there again, as somebody who was asked back in."""
        self.removed, self.read_seq = False, 0
        self.live.clear()
        try:
            await self._arrive()
        except (*BROKEN, Refused):
            self._hang_up()  # the next connection arrives

    @property
    def is_connected(self) -> bool:
        return self._socket is not None

    async def do(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a command over the socket and wait for its answer."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self._send(number, command, fields)
            return unpacked(await asyncio.wait_for(answer, ANSWER))
        finally:
            self._waiting.pop(number, None)

    async def tell(self, command: str, **fields: Any) -> None:
        """Send a command over the socket and wait for nothing."""
        await self._send(next(self._numbers), command, fields)

    async def _send(self, number: int, command: str, fields: dict[str, Any]) -> None:
        if self._socket is None:
            raise ConnectionError
        await self._socket.send(json.dumps({"id": number, "do": command} | fields))

    async def ask(self, method: str, path: str, data: object = None) -> dict[str, Any]:
        """One request over HTTP, on a connection of its own."""
        answer = await self.request(method, path, json=data)
        content = answer.json()  # an answer that is none of the site's counts as a broken network
        return content if answer.status_code == 200 else unpacked({"error": content})

    async def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """The same, whatever is sent and answered."""
        mine = {"Cookie": f"{self.person.cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "Connection": "close"}
        url = f"http://127.0.0.1:{self._port}/api/v1/{path}"
        return await self._http.request(method, url, headers=mine | dict(headers or {}), **more)

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
            await asyncio.sleep(self.chance.uniform(0, min(LONGEST, 0.5 * 2 ** (failed - 1))))

    async def _connection(self) -> None:
        url, headers = f"ws://127.0.0.1:{self._port}/ws/v1/", {"Cookie": self.person.cookie}
        options = {"max_size": None, "compression": None, "ping_interval": None, "close_timeout": 1}
        async with connect(url, additional_headers=headers, open_timeout=ANSWER, **options) as self._socket:
            self._connections, self._received = self._connections + 1, 0
            listening = asyncio.create_task(self._listen(self._socket))
            arriving = asyncio.create_task(self._arrive())
            try:
                await _first_to_fail(listening, arriving)
            finally:
                self._hang_up()
                listening.cancel()
                arriving.cancel()
                await asyncio.gather(listening, arriving, return_exceptions=True)

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.transport.abort()

    def _forget_connection(self) -> None:
        self._socket = None
        self.live.clear()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError())

    async def _arrive(self) -> None:
        """Follow first, fetch after."""
        number = await self._follow()
        if number is None:
            self.removed = True
            return
        await self._fetch(number)
        self.live.set()

    async def _follow(self) -> int | None:
        """The number at which the room is, with what came along; None where one may not follow it."""
        room = f"room.{self.person.room}"
        topics = [room, f"member.{self.person.member}"]
        followed = await self.do("follow", topics=topics, since={room: self.mirror.rev})
        if changes := followed["changes"].get(room):
            self._take_changes(changes)
        return None if room in followed["refused"] else followed["numbers"][room]

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
            await self._send(0, "beat", {"n": self._received})
            self._hear_of(frame["numbers"].get(f"room.{self.person.room}", 0))
        elif frame["on"] == "room.changed" and frame["room"] == self.person.room:
            self._hear(frame)
        elif frame["on"] == "room.gone" and frame["room"] == self.person.room:
            self.removed = True
            self._hear_of(0)

    # --- The room -----------------------------------------------------------------------------------------------------
    def _hear(self, event: dict[str, Any]) -> None:
        self.counts["events"] += 1
        self.counts["repeated events"] += event["rev"] <= self.mirror.rev
        self.stays[-1].hear(self._connections, event)
        if self.mirror.hear(event):
            self.counts["gaps"] += 1
            self._hear_of(event["rev"])

    def _hear_of(self, rev: int) -> None:
        """The room is at least there; fetch what is missing, unless that is being done."""
        self.mirror.ahead = max(self.mirror.ahead, rev)
        fetching = self._catching_up is not None and not self._catching_up.done()
        if (self.mirror.is_behind() or self.removed) and not fetching:
            self._catching_up = asyncio.create_task(self._intrude() if self.removed else self._catch_up())

    async def _catch_up(self) -> None:
        await asyncio.sleep(A_MOMENT)
        with suppress(*BROKEN, Refused):  # the next event or heartbeat asks again
            await self._fetch(self.mirror.ahead)

    async def _intrude(self) -> None:
        """Who was removed goes on asking; what they are given counts as seen."""
        for ask in (self._fetch_page, self._follow):
            self.counts["asked after removal"] += 1
            with suppress(*BROKEN, Refused):
                await ask()

    async def _fetch(self, rev: int) -> None:
        self.mirror.ahead = max(self.mirror.ahead, rev)
        while self.mirror.is_behind():
            self.counts["fetches"] += 1
            await self._fetch_page()

    async def _fetch_page(self) -> None:
        self._take_changes(await self.ask("GET", f"rooms/{self.person.room}/changes/?since={self.mirror.rev}"))

    def _take_changes(self, changes: dict[str, Any]) -> None:
        self.stays[-1].take(changes)
        self.mirror.take(changes)


async def _first_to_fail(*tasks: asyncio.Task[None]) -> None:
    """Wait until one of them fails, and raise what it raised."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        task.result()
