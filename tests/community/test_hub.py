"""The hub: events that come while others are handed out go together, and nobody hears what is not theirs."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from community import logs
from community.realtime import outbox, standard, topics
from community.realtime.gathering import MOST, Gathering
from community.realtime.hub import GLANCE, LONGEST_PAUSE, Hub, _raised, _turns_at_once
from community.realtime.outbox import joined
from community.realtime.shapes import FollowTopics
from community.realtime.wire import Packet


class Ear:
    """A socket that writes down what it is handed."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self.session_key = ""
        self.is_awake = True
        self.heard: list[tuple[bytes, int]] = []

    def deliver(self, packet: Packet) -> None:
        self.heard.append((packet.payload, packet.count))

    def dismiss(self, code: int) -> None: ...

    def beat(self, numbers: dict[str, int]) -> None: ...


def event(topic: str, *frames: bytes) -> dict:
    return {"type": "hub.events", "topic": topic, "frames": list(frames)}


async def following(*ears: Ear, topic: str = "room.1") -> Hub:
    hub = Hub()
    hub._turn = asyncio.Lock()
    for ear in ears:
        hub._topics[ear] = {topic}
        hub._followers[topic].add(ear)
    return hub


async def test_one_event_goes_as_it_is_and_several_as_an_array():
    ear = Ear(1)
    hub = await following(ear)
    hub._pass_on([event("room.1", b'{"a":1}')])
    hub._pass_on([event("room.1", b'{"a":2}', b'{"a":3}'), event("room.2", b'{"b":1}'), event("room.1", b'{"a":4}')])
    assert ear.heard == [(b'{"a":1}', 1), (b'[{"a":2},{"a":3},{"a":4}]', 3)]


async def test_whoever_is_expelled_hears_what_came_before_and_nothing_after():
    gone, stays = Ear(1), Ear(2)
    hub = await following(gone, stays)
    hub._settle_soon = lambda some: None  # there is no layer here
    hub._pass_on([event("room.1", b"1"), {"type": "hub.expel", "topic": "room.1", "user": 1}, event("room.1", b"2")])
    assert gone.heard == [(b"1", 1)]
    assert stays.heard == [(b"1", 1), (b"2", 1)]


def test_frames_that_go_together_stay_below_what_a_server_passes_on():
    frames = [json.dumps("x" * 100_000).encode()] * 7
    together = list(joined(frames))
    assert [packet.count for packet in together] == [2, 2, 2, 1]
    assert all(len(packet.payload) <= outbox.MOST_TOGETHER + 10 for packet in together)
    held = [json.loads(packet.payload) for packet in together]
    assert [*held[0], *held[1], *held[2], held[3]] == [json.loads(frame) for frame in frames]


async def test_calls_that_come_while_one_is_under_way_are_made_together():
    batches: list[list[int]] = []
    started, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def verb(wanted: list[int]) -> list[int | Exception]:
        batches.append(wanted)
        loop.call_soon_threadsafe(started.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)
        return [ValueError(str(number)) if number == 3 else number * 10 for number in wanted]

    gathering = Gathering(verb)
    first = asyncio.create_task(gathering.call(1))
    await started.wait()
    others = [asyncio.create_task(gathering.call(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    go_on.set()
    assert await first == 10
    outcomes = await asyncio.gather(*others, return_exceptions=True)
    assert batches == [[1], [2, 3, 4]]
    assert (outcomes[0], str(outcomes[1]), outcomes[2]) == (20, "3", 40)


async def test_what_works_for_all_is_nobodys_doing_in_the_logs():
    """The first one's call begins what also answers the others."""
    seen: list[str] = []

    def verb(wanted: list[int]) -> list[int]:
        seen.append(logs.SOCKET.get())
        return wanted

    logs.SOCKET.set("the first")
    assert await Gathering(verb).call(1) == 1
    assert seen == [""]


async def test_when_the_verb_breaks_everybody_is_told():
    def verb(wanted: list[int]) -> list[int]:
        raise ConnectionError("The database is away.")

    gathering = Gathering(verb)
    outcomes = await asyncio.gather(*(gathering.call(number) for number in range(3)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["The database is away."] * 3


async def test_a_caller_who_went_away_takes_nothing_from_the_others():
    gathering = Gathering(lambda wanted: wanted)
    gone, stays = (asyncio.create_task(gathering.call(number)) for number in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2


async def test_when_a_gate_has_closed_the_hub_looks_again_before_it_hands_out(monkeypatch):
    gone, stays = Ear(1), Ear(2)
    hub = await following(gone, stays)
    hub._settle_soon = lambda some: None  # there is no layer here
    asked = []

    async def look(verb, wanted):
        asked.append(sorted(wanted, key=str))
        return [topics if user == 2 else set() for user, topics in wanted]

    monkeypatch.setattr("community.realtime.hub.in_thread", look)
    later = [event("room.1", b"1") | {"gate": 4}, event("room.2", b"2") | {"gate": 1}]
    for _ in range(2):
        await hub._look_again(_raised(later, hub._gates))
        hub._pass_on(later)
    assert (gone.heard, stays.heard) == ([], [(b"1", 1), (b"1", 1)])
    assert len(asked) == 1, "the second time, nothing had changed"


class Clock:
    """A clock that only goes on while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def perf_counter(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("took", "is_busy", "waits"),
    [(5.0, True, LONGEST_PAUSE), (5.0, False, GLANCE), (0.002, True, 0.004), (0.0, True, 0.0)],
)
async def test_between_rounds_the_hub_waits_for_what_is_on_its_way(monkeypatch, took, is_busy, waits):
    clock = Clock()
    monkeypatch.setattr("community.realtime.hub.asyncio.sleep", clock.sleep)
    monkeypatch.setattr("community.realtime.hub.time.perf_counter", clock.perf_counter)
    monkeypatch.setattr(Gathering, "is_busy", lambda: is_busy)
    await Hub()._pause(took)
    assert clock.now == pytest.approx(waits)


async def test_what_is_heard_while_the_hub_hands_out_is_handed_out_once():
    """What has come meanwhile is added to what waits now, not to what waited before."""
    ear = Ear(1)
    hub = await following(ear)
    coming: asyncio.Queue[list[dict]] = asyncio.Queue()
    hub._layer = SimpleNamespace(receive_all=lambda channel: coming.get())
    tasks = [asyncio.create_task(hub._listen()), asyncio.create_task(hub._hand_out())]
    for number in range(5):
        coming.put_nowait([event("room.1", b"%d" % number)])
        while len(ear.heard) <= number:
            await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    assert [payload for payload, _ in ear.heard] == [b"0", b"1", b"2", b"3", b"4"]


async def answers_in_trips(gathering: Gathering, rounds: int, people: int) -> None:
    """People who call again as soon as they are answered."""

    async def talk(one: int) -> None:
        for _ in range(rounds):
            await gathering.call(one)

    await asyncio.gather(*(talk(one) for one in range(people)))


async def test_those_who_call_again_at_once_go_together():
    trips: list[int] = []

    def verb(wanted: list[int]) -> list[int]:
        trips.append(len(wanted))
        return wanted

    await answers_in_trips(Gathering(verb), rounds=30, people=8)
    assert sum(trips) == 240
    assert trips.count(8) >= 28


async def test_nobody_waits_for_those_who_do_not_come_back(monkeypatch):
    waits = []
    gathering = Gathering(lambda wanted: wanted)

    async def crowded(crowd: int) -> None:
        waits.append(crowd)

    monkeypatch.setattr(gathering, "_crowded", crowded)
    for _ in range(10):
        await gathering._come_back(4)
    assert len(waits) == 3, "each time that nobody came, fewer were awaited"
    for _ in range(100):
        await gathering._come_back(1)
    assert len(waits) == 3, "one alone is not awaited"
    gathering._waiting.extend((number, asyncio.get_running_loop().create_future()) for number in range(MOST + 1))
    await gathering._come_back(MOST)
    assert len(waits) == 3, "nor anybody while a whole trip waits already"
    assert 0 < gathering._returning <= 1


@pytest.mark.parametrize(("sockets", "turns"), [(0, 20), (1, 20), (50, 20), (200, 5), (999, 1), (20_000, 1)])
def test_a_few_sockets_share_a_question_to_the_database(sockets, turns):
    assert _turns_at_once(sockets) == turns


async def test_every_socket_has_its_turn_once_a_beat(monkeypatch):
    clock, beaten = Clock(), []
    hub = Hub()
    for number in range(30):
        ear = Ear(number)
        hub._topics[ear] = set()
        hub._turns[number * 7 % len(hub._turns)].add(ear)

    async def beat(sockets: list[Ear]) -> None:
        beaten.extend(socket.user_id for socket in sockets)
        if len(beaten) >= 60:
            raise asyncio.CancelledError

    monkeypatch.setattr("community.realtime.hub.asyncio.sleep", clock.sleep)
    monkeypatch.setattr("community.realtime.hub.random.uniform", lambda least, most: 1.0)
    monkeypatch.setattr(hub, "_beat", beat)
    with pytest.raises(asyncio.CancelledError):
        await hub._heart()
    assert sorted(beaten[:30]) == sorted(beaten[30:]) == list(range(30))
    assert clock.now <= 2 * settings.OXBOW["BEAT"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["numbers", "stay"])
async def test_who_leaves_while_a_heartbeat_is_under_way_does_not_come_back_by_it(monkeypatch, step):
    ear, here = Ear(1), asyncio.get_running_loop()
    ear.hub = hub = await following(ear, topic="test.5")
    there = {(1, 5)}

    def leave_in(name: str) -> None:
        if name == step:
            unfollowed = standard.unfollow(ear, FollowTopics(topics=["test.5"]))
            asyncio.run_coroutine_threadsafe(unfollowed, here).result(timeout=20)

    def numbers(ids: list[int]) -> dict[int, int]:
        connection.close()  # of this thread, in which the sessions have been asked for
        leave_in("numbers")
        return {}

    def stay(followers: topics.Followers) -> None:
        leave_in("stay")
        there.update(followers)

    kind = topics.Kind(lambda followers: followers, numbers, stay=stay, go=there.difference_update)
    monkeypatch.setitem(topics.KINDS, "test", kind)
    await hub._beat([ear])
    assert there == set()
