"""Everybody loses the line at once and comes back at once, while somebody goes on talking."""

import asyncio
import itertools
import json
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect

from chat.models import Room, Seat
from community.members.models import Member, User
from tests.faults.mirror import Mirror
from tests.live import Site
from tests.wire import cookies

CROWD = 200
PATIENCE = 60  # seconds for all of them
POSTS = 5  # before, while everybody is away, and after


class Tab:
    """A browser's tab that shows one room and keeps the rules of docs/protocol.md, but has no HTTP."""

    def __init__(self, site: Site, cookie: str, room: Room) -> None:
        self.mirror = Mirror()
        self._site, self._cookie, self._room = site, cookie, room.pk
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def come(self) -> None:
        """Connect, follow, and take what changed since the number that is held."""
        options = {"max_size": None, "compression": None, "open_timeout": PATIENCE}
        self._socket: ClientConnection = await connect(
            self._site.ws, additional_headers={"Cookie": self._cookie}, **options
        )
        self._listening = asyncio.create_task(self._listen())
        topic = f"room.{self._room}"
        followed = await self.do("follow", topics=[topic], since={topic: self.mirror.rev})
        if topic in followed["changes"]:
            self.mirror.take(followed["changes"][topic])
        self.mirror.ahead = max(self.mirror.ahead, followed["numbers"][topic])

    async def do(self, command: str, **fields: Any) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": number, "do": command} | fields))
        return (await answer)["ok"]

    async def post(self, body: str) -> None:
        await self.do("post", room=self._room, client_id=str(uuid4()), body=body)

    async def lose_the_line(self) -> None:
        self._socket.transport.abort()
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    async def has_all(self, messages: int) -> None:
        """Wait until nothing is missing up to this many messages."""
        async with asyncio.timeout(PATIENCE):
            while self.mirror.rev < messages:
                await asyncio.sleep(0.01)

    async def _listen(self) -> None:
        async for content in self._socket:
            frames = json.loads(content)
            for frame in frames if isinstance(frames, list) else [frames]:
                self._take(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        if "re" in frame:
            self._waiting.pop(frame["re"]).set_result(frame)
        elif frame["on"] == "room.changed":
            self.mirror.hear(frame)


@pytest.fixture
def crowd(ada, square) -> list[Member]:
    users = User.objects.bulk_create(User(username=f"crowd{number}", password="!") for number in range(CROWD))
    members = Member.objects.bulk_create(
        Member(community=ada.community, user=user, name=user.username) for user in users
    )
    Seat.objects.bulk_create(Seat(room=square, member=member) for member in members)
    return members


def test_all_come_back_and_each_has_every_message_once_without_a_fetch(site, ada, square, crowd):
    tabs = [Tab(site, cookies(member), square) for member in crowd]
    speaker = Tab(site, cookies(ada), square)
    said = asyncio.run(_storm(tabs, speaker))
    for tab in [*tabs, speaker]:
        assert [row["body"] for row in sorted(tab.mirror.messages.values(), key=lambda row: row["seq"])] == said


async def _storm(tabs: list[Tab], speaker: Tab) -> list[str]:
    """What was said, in order."""
    said = [f"Words {number}" for number in range(3 * POSTS)]
    await asyncio.gather(*(tab.come() for tab in [*tabs, speaker]))
    for body in said[:POSTS]:
        await speaker.post(body)
    await asyncio.gather(*(tab.has_all(POSTS) for tab in tabs))
    await asyncio.gather(*(tab.lose_the_line() for tab in tabs))
    for body in said[POSTS : 2 * POSTS]:
        await speaker.post(body)
    coming = asyncio.gather(*(tab.come() for tab in tabs))
    for body in said[2 * POSTS :]:
        await speaker.post(body)
    await coming
    await asyncio.gather(*(tab.has_all(len(said)) for tab in [*tabs, speaker]))
    await asyncio.gather(*(tab.lose_the_line() for tab in [*tabs, speaker]))
    return said
