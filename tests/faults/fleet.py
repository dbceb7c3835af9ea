"""Everybody at once: a steady talk, people who are removed, and the question whether all is well again."""

import asyncio
import itertools
import random
import time
from collections import Counter, defaultdict
from contextlib import suppress

import httpx

from tests.faults.answers import BROKEN, Refused
from tests.faults.client import ANSWER, Client, Person
from tests.faults.hearing import Hearing
from tests.faults.minds import next_act
from tests.faults.stage import Stage
from tests.faults.wishes import Draft

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
        self.outside: list[Client] = []  # who was removed and not asked back in, the longest first
        self.removals = self.returns = 0
        self._host = self.client(stage.host)
        self._rate = rate
        self._tasks: list[asyncio.Task[None]] = []
        self._talk: asyncio.Task[None] | None = None

    def client(self, person: Person) -> Client:
        return Client(person, self.port, self.http, self.beat, self.chance)

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(client.run()) for client in self.clients]
        self._talk = asyncio.create_task(self._keep_talking())

    async def hush(self, patience: float) -> None:
        """Nothing new but, once everybody has their answers, a last word in each room."""
        if self._talk:
            self._talk.cancel()
        await self.settle(patience)
        for client in {client.person.room: client for client in self.present}.values():
            client.say(f"goodbye by {client.person.member}")

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.http.aclose()

    @property
    def present(self) -> list[Client]:
        return [client for client in self.clients if client not in self.outside]

    @property
    def drafts(self) -> list[Draft]:
        return [draft for client in self.clients for draft in client.drafts]

    def counts(self) -> Counter[str]:
        return sum((client.counts for client in self.clients), Counter())

    async def change_seats(self) -> None:
        """Somebody who was removed is asked back in, and somebody else is removed."""
        if self.outside:
            await self._ask_back(self.outside[0])
        await self._remove_one()

    async def _ask_back(self, client: Client) -> None:
        client.stays.append(Hearing())  # what comes from here on may be theirs to see
        await self._insist("POST", f"rooms/{client.person.room}/members/", {"member": client.person.member})
        await client.return_to_room()
        self.outside.remove(client)
        self.returns += 1

    async def _remove_one(self) -> None:
        """Take somebody out of a room that keeps others; known to be done once that is answered."""
        sitting = Counter(client.person.room for client in self.present)
        client = self.chance.choice([one for one in self.present if sitting[one.person.room] > 2])
        await self._insist("DELETE", f"rooms/{client.person.room}/members/{client.person.member}/")
        self.outside.append(client)
        self.removals += 1

    async def _insist(self, method: str, path: str, data: object = None) -> None:
        """Have the host do something, until it is acknowledged."""
        while True:
            with suppress(*BROKEN, Refused):
                await self._host.ask(method, path, data)
                return
            await asyncio.sleep(0.3)

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
            not client.outbox.waiting and client.live.is_set() and client.mirror.rev == ahead[client.person.room]
            for client in self.present
        )

    async def _keep_talking(self) -> None:
        due = time.monotonic()
        for number in itertools.count(1):
            due += self.chance.expovariate(self._rate)  # whatever the last one took: the rate is kept
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            client = self.chance.choice(self.present)
            client.say(self._words(client, number))
            if self.chance.random() < 0.1:
                self._reading = asyncio.create_task(client.read())
            if self.chance.random() < 0.1 and (act := next_act(client, number, self.chance)):
                client.act(act)

    def _words(self, client: Client, number: int) -> str:
        """Something nobody else says; now and then it calls somebody."""
        said = f"{number} by {client.person.member}"
        if self.chance.random() > 0.05:
            return said
        others = [one.person.name for one in self.present if one.person.room == client.person.room]
        return f"{said} for @{self.chance.choice(others)}"
