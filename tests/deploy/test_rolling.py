"""A new version under load: processes are replaced one after the other while people talk."""

import asyncio
import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from threading import Thread
from typing import NamedTuple

import httpx
import pytest

from chat import rooms, seats
from chat.models import Message
from community.watching.front import WAVE, WAVES
from tests import live, wire
from tests.conftest import joined
from tests.deploy.behind import PRODUCTION, Behind
from tests.faults import audit
from tests.faults.client import Client, Person
from tests.faults.database import Truth

POSTS = 4  # a second, all together
PEOPLE, TABS = 8, 20  # each person's, of which one talks: several waves in each of two processes
PAUSE = float(PRODUCTION["DRAIN_SECONDS"]) / WAVES  # seconds between two waves
PATIENCE = 120  # seconds for everybody to be back, on a machine that is busy with other things


class Tab(Client):
    """A client that notes the moments at which it was sent away, and at which it was back."""

    def __init__(self, *where) -> None:
        super().__init__(*where)
        self.went: list[float] = []
        self.came: list[float] = []

    async def _arrive(self) -> None:
        await super()._arrive()
        self.came.append(time.time())

    def _forget_connection(self) -> None:
        if self.live.is_set():
            self.went.append(time.time())
        super()._forget_connection()

    def away(self) -> list[float]:
        """Of each time that it was sent away the seconds until it was back."""
        return [came - went for went, came in zip(self.went, self.came[1:], strict=False)]


class Talk:
    """People who talk through nginx, on an event loop and a thread of their own."""

    def __init__(self, front: Behind, people: list[Person]) -> None:
        self._front, self._people = front, people
        self.tabs: list[Tab] = []
        self._loop = asyncio.new_event_loop()
        self._tasks: list[asyncio.Task[None]] = []
        self._talking = True

    @contextmanager
    def going_on(self) -> Iterator["Talk"]:
        thread = Thread(target=self._loop.run_until_complete, args=(self._happen(),))
        thread.start()
        try:
            yield self
        finally:
            self._talking = False
            thread.join(PATIENCE * 2)
            self._loop.close()

    def are_live(self) -> bool:
        return bool(self.tabs) and all(tab.live.is_set() for tab in self.tabs)

    async def _happen(self) -> None:
        async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
            chance = random.Random(1)
            self.tabs = [Tab(one, self._front.port, http, 2, chance) for _ in range(TABS) for one in self._people]
            self._tasks = [asyncio.create_task(tab.run()) for tab in self.tabs]
            await self._say_things()
            await self._settle()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _say_things(self) -> None:
        number = 0
        while self._talking:
            number += 1
            self.tabs[number % PEOPLE].say(f"{number} of the talk")
            await asyncio.sleep(1 / POSTS)

    async def _settle(self) -> None:
        """Until every post has its answer and everybody has the same."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self._is_settled():
            await asyncio.sleep(0.05)

    def _is_settled(self) -> bool:
        last = max(tab.mirror.ahead for tab in self.tabs)
        return all(not one.outbox.waiting and one.live.is_set() and one.mirror.rev == last for one in self.tabs)


@pytest.fixture
def people(ada, db) -> list[Person]:
    room = rooms.create(ada, "closed", "Bay")
    members = [joined(ada.community, f"Person{number}") for number in range(PEOPLE)]
    for member in members:
        seats.take(room, member)
    return [Person(one.user_id, one.pk, one.name, wire.cookies(one), room.pk) for one in members]


class Wave(NamedTuple):
    """Sockets that a process sent away together, and the moment before."""

    at: float
    sockets: int


def waves(front: Behind, port: int) -> list[Wave]:
    """What a process that has ended wrote down of its end."""
    lines = [json.loads(line) for line in front.said(f"ws-{port}").splitlines() if line.startswith("{")]
    told = [(line["at"], re.match(r"Sending (\d+) sockets away", line["message"])) for line in lines]
    return [Wave(datetime.fromisoformat(at).timestamp(), int(found[1])) for at, found in told if found]


def came_in_waves(sent: list[Wave], went: list[float]) -> None:
    """Nobody goes before their wave: until each of them begins, no more have gone than were sent away before it."""
    assert [wave.sockets for wave in sent[:-1]] == [WAVE] * (len(sent) - 1)
    assert len(sent) > 2
    assert min(later.at - wave.at for wave, later in pairwise(sent)) > 0.9 * PAUSE  # a busy machine only lengthens it
    before = 0
    for wave in sent:
        assert sum(sent[0].at <= moment < wave.at for moment in went) <= before
        before += wave.sockets


@pytest.mark.django_db(transaction=True)
def test_a_rolling_restart_under_load_goes_in_waves_and_loses_nothing(
    front: Behind, worker: int, people: list[Person], capsys
):
    with Talk(front, people).going_on() as talk:
        live.wait_until(talk.are_live, PATIENCE)
        for port in front.ws:
            assert front.end(f"ws-{port}") == 0
            front.start_ws(port)
            front.wait_until_ready(port)
            live.wait_until(talk.are_live, PATIENCE)
    sent = [waves(front, port) for port in front.ws]
    went = sorted(moment for tab in talk.tabs for moment in tab.went)
    for some in sent:
        came_in_waves(some, went)
    assert sum(wave.sockets for wave in sent[1]) == len(talk.tabs)  # by then everybody was there
    assert all(tab.went and len(tab.came) > len(tab.went) for tab in talk.tabs)
    assert len(went) >= sum(wave.sockets for some in sent for wave in some)

    found, stored = audit.Finding(), Truth(live.database_url()).messages()
    written = [draft for tab in talk.tabs for draft in tab.drafts]
    audit.drafts(found, written, stored)
    audit.order(found, written, stored)
    audit.mirrors(found, talk.tabs, stored)
    assert not found.counts, found.examples
    assert Message.objects.filter(kind="text").count() == sum(len(tab.drafts) for tab in talk.tabs)
    away = sorted(seconds for tab in talk.tabs for seconds in tab.away())
    with capsys.disabled():
        print(
            f"\nrolling restart: {len(talk.tabs)} sockets, {len(stored)} posts,"
            f" waves of {[[wave.sockets for wave in some] for some in sent]};"
            f" away {away[len(away) // 2]:.1f} s in the middle, {away[-1]:.1f} s at most, {len(away)} times"
        )
