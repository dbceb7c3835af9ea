"""Everybody at once: a steady talk, people who are removed, and the question whether all is well again."""

import asyncio
import itertools
import random
import time
from collections import Counter, defaultdict

import httpx

from tests.faults.client import ANSWER, BROKEN, Client, Draft, Person, Refused
from tests.faults.stage import Stage

LOOK = 0.05  # seconds between two looks whether all is well
CONNECTIONS = 400  # HTTP requests under way at once


class Fleet:
    """A client for each person, and the talk among them.

    Args:
        rate: posts a second, all together.
        beat: seconds between two heartbeats, as the server was told.
    """

    def __init__(self, stage: Stage, port: int, rate: float, beat: float, chance: random.Random) -> None:
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=0)
        self.http = httpx.AsyncClient(timeout=ANSWER, limits=limits, trust_env=False)
        self.stage, self.port, self.beat, self.chance = stage, port, beat, chance
        self.clients = [self.client(person) for person in stage.people]
        self.removals: dict[int, float] = {}  # client's member → when the removal was acknowledged
        self._host = self.client(stage.host)
        self._rate = rate
        self._tasks: list[asyncio.Task[None]] = []
        self._talk: asyncio.Task[None] | None = None

    def client(self, person: Person) -> Client:
        return Client(person, self.port, self.http, self.beat, self.chance)

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(client.run()) for client in self.clients]
        self._talk = asyncio.create_task(self._keep_talking())

    async def hush(self) -> None:
        """No new posts; those that are written still go out."""
        if self._talk:
            self._talk.cancel()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.http.aclose()

    @property
    def present(self) -> list[Client]:
        return [client for client in self.clients if client.person.member not in self.removals]

    @property
    def drafts(self) -> list[Draft]:
        return [draft for client in self.clients for draft in client.drafts]

    def counts(self) -> Counter[str]:
        return sum((client.counts for client in self.clients), Counter())

    async def remove_one(self) -> None:
        """Take somebody out of a room that keeps others; known to be done once that is answered."""
        sitting = Counter(client.person.room for client in self.present)
        client = self.chance.choice([one for one in self.present if sitting[one.person.room] > 2])
        while not await self._is_removed(client.person):
            await asyncio.sleep(0.3)
        self.removals[client.person.member] = time.monotonic()

    async def _is_removed(self, person: Person) -> bool:
        try:
            await self._host.ask("DELETE", f"rooms/{person.room}/members/{person.member}/")
        except (*BROKEN, Refused):
            return False
        return True

    async def is_well(self, since: float, patience: float) -> float | None:
        """Wait until everybody is here and all that is said is acknowledged and seen; the moment, or None.

        Args:
            since: only what was written after this counts, so that it is the present that is well.
            patience: seconds after which we stop waiting.
        """
        deadline = time.monotonic() + patience
        if not await self._until(lambda: self._is_heard(since), deadline):
            return None
        goal = self._acknowledged_since(since)
        if not await self._until(lambda: self._has_seen(goal), deadline):
            return None
        return time.monotonic()

    async def settle(self, patience: float) -> bool:
        """Wait until every post has its answer and everybody has seen what the others have."""
        deadline = time.monotonic() + patience
        return await self._until(self._is_settled, deadline)

    async def _until(self, true, deadline: float) -> bool:
        while not true():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(LOOK)
        return True

    def _is_heard(self, since: float) -> bool:
        """Whether all are connected, and in every room something new was acknowledged."""
        rooms = {client.person.room for client in self.present}
        return all(client.live.is_set() for client in self.present) and set(self._acknowledged_since(since)) >= rooms

    def _acknowledged_since(self, since: float) -> dict[int, set[int]]:
        """The messages of each room that were written after a moment and are acknowledged."""
        said: dict[int, set[int]] = defaultdict(set)
        for client in self.present:
            for draft in itertools.takewhile(lambda draft: draft.written > since, reversed(client.drafts)):
                if draft.answers:
                    said[draft.room] |= draft.answers
        return said

    def _has_seen(self, goal: dict[int, set[int]]) -> bool:
        return all(goal[client.person.room] <= client.mirror.messages.keys() for client in self.present)

    def _is_settled(self) -> bool:
        ahead: dict[int, int] = defaultdict(int)
        for client in self.present:
            ahead[client.person.room] = max(ahead[client.person.room], client.mirror.ahead)
        return all(
            not client.outbox and client.live.is_set() and client.mirror.rev == ahead[client.person.room]
            for client in self.present
        )

    async def _keep_talking(self) -> None:
        for number in itertools.count(1):
            await asyncio.sleep(self.chance.expovariate(self._rate))
            client = self.chance.choice(self.present)
            client.say(self._words(client, number))
            if self.chance.random() < 0.1:
                self._reading = asyncio.create_task(client.read())

    def _words(self, client: Client, number: int) -> str:
        """Something nobody else says; now and then it calls somebody."""
        said = f"{number} by {client.person.member}"
        if self.chance.random() > 0.05:
            return said
        others = [one.person.name for one in self.present if one.person.room == client.person.room]
        return f"{said} for @{self.chance.choice(others)}"
