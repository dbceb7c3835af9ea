"""What goes wrong, each with a name. A fault returns when it is over; whether all is well then is asked elsewhere."""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.faults.client import Client
from tests.faults.database import Truth
from tests.faults.disk import Disk
from tests.faults.fleet import Fleet
from tests.faults.jumping import AHEAD, BACK
from tests.faults.layout import NGINX
from tests.faults.proxy import Proxy, Weather
from tests.faults.servers import Servers
from tests.faults.site import Site
from tests.faults.uploading import Upload

RETURN = 90  # seconds in which a process must be back
GRACE = 20  # seconds in which a process must have ended; an operator's supervisor would kill it then
CROWD = 1000  # sockets in a storm
COMPANY = 50
UPLOADS = 3  # files on their way at once
LENGTH = 3_000_000  # bytes of each; while one is made whole, its parts stand beside it
LEFT = 2_000_000  # bytes of a full disk
SLACK = 256 * 1024  # bytes that folders may take


@dataclass
class Scene:
    servers: Servers
    site: Site
    proxy: Proxy
    fleet: Fleet
    truth: Truth
    disk: Disk
    chance: random.Random
    long: bool
    notes: dict[str, Any] = field(default_factory=dict)  # figures of the fault under way

    def seconds(self, wanted: float) -> float:
        """How long something lasts: in the short form a fourth of it."""
        return wanted if self.long else wanted / 4


Fault = Callable[[Scene], Awaitable[None]]
FAULTS: dict[str, Fault] = {}


def fault(function: Fault) -> Fault:
    FAULTS[function.__name__.replace("_", " ")] = function
    return function


# --- Processes --------------------------------------------------------------------------------------------------------
@fault
async def kill_a_web_server(scene: Scene) -> None:
    await _replaced(scene, str(scene.chance.choice(scene.site.layout.ws)), signal.SIGKILL)


@fault
async def kill_gunicorn(scene: Scene) -> None:
    await _replaced(scene, scene.site.layout.gunicorn, signal.SIGKILL)


@fault
async def kill_a_process_of_gunicorn(scene: Scene) -> None:
    """One of those that answer; gunicorn itself is to start another."""
    site, mark = scene.site, scene.site.layout.gunicorn
    before = site.below(mark)
    killed = scene.chance.choice(sorted(before))
    os.kill(killed, signal.SIGKILL)
    back = await until(lambda: killed not in (now := site.below(mark)) and len(now) == len(before), RETURN)
    assert back, "Gunicorn did not start another."


@fault
async def kill_nginx(scene: Scene) -> None:
    """Every connection of everybody is gone at once."""
    await _replaced(scene, NGINX, signal.SIGKILL)
    assert await until(lambda: all(map(scene.site.answers, scene.site.layout.doors)), RETURN), "It does not answer."


@fault
async def kill_a_worker(scene: Scene) -> None:
    await _replaced(scene, scene.chance.choice(scene.site.layout.workers), signal.SIGKILL)


@fault
async def kill_all_workers(scene: Scene) -> None:
    await asyncio.gather(*(_replaced(scene, worker, signal.SIGKILL) for worker in scene.site.layout.workers))


@fault
async def kill_beat(scene: Scene) -> None:
    await _replaced(scene, "beat", signal.SIGKILL)


@fault
async def restart_the_web_servers_in_turn(scene: Scene) -> None:
    for server in scene.site.layout.servers:
        await _replaced(scene, server, signal.SIGTERM)


async def _replaced(scene: Scene, mark: str, number: signal.Signals) -> None:
    """End a process, and wait until the supervisor has brought up another one, which answers if it is a web server."""
    site, started = scene.site, time.monotonic()
    before = site.signal(mark, number)
    if not await until(lambda: site.pid_of(mark) != before, GRACE):
        site.signal(mark, signal.SIGABRT)  # it writes where it hangs into the site's log
        scene.notes["hung"] = scene.notes.get("hung", 0) + 1
    assert await until(lambda: site.is_back(mark, before), RETURN), f"{mark} did not come back."
    if port := site.layout.servers.get(mark):
        assert await until(lambda: site.answers(port), RETURN), f"{mark} does not answer."
    scene.notes.setdefault("process_back_s", []).append(round(time.monotonic() - started, 1))


async def until(true: Callable[[], bool], patience: float) -> bool:
    """Wait for what other processes bring about; whether it came."""
    deadline = time.monotonic() + patience
    while not await asyncio.to_thread(true):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.1)
    return True


@fault
async def clock_jumps_by_an_hour(scene: Scene) -> None:
    """There and back: on one of the web servers, then on all that runs. Jobs are due as before."""
    site = scene.site
    servers = [*site.layout.servers]
    for marks in ([scene.chance.choice(servers)], [*servers, *site.layout.workers, "beat"]):
        site.jump(AHEAD, marks)
        await asyncio.sleep(scene.seconds(10))
        site.jump(BACK, marks)
    sent = await asyncio.to_thread(site.jobs_sent)
    assert await until(lambda: site.jobs_sent() > sent, RETURN), "No job has been due since the clock was set back."


# --- Servers ----------------------------------------------------------------------------------------------------------
@fault
async def kill_redis(scene: Scene) -> None:
    await asyncio.to_thread(scene.servers.redis.kill)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(scene.servers.redis.start)


@fault
async def redis_stands_still(scene: Scene) -> None:
    scene.servers.redis.freeze()
    await asyncio.sleep(scene.seconds(20))
    scene.servers.redis.thaw()


@fault
async def restart_postgres(scene: Scene) -> None:
    await asyncio.to_thread(scene.servers.postgres.stop)
    await asyncio.to_thread(scene.servers.postgres.start)


@fault
async def postgres_is_gone(scene: Scene) -> None:
    await asyncio.to_thread(scene.servers.postgres.crash)
    await asyncio.sleep(scene.seconds(20))
    await asyncio.to_thread(scene.servers.postgres.start)


@fault
async def the_disk_is_full_under_uploads(scene: Scene) -> None:
    """Files that are on their way wait, say so, and come to their end when there is room again."""
    before = scene.disk.used()
    await asyncio.to_thread(scene.disk.fill, LEFT)
    people = scene.chance.sample(scene.fleet.present, UPLOADS)
    uploads = [Upload(client, scene.chance.randbytes(LENGTH)) for client in people]
    bringing = [asyncio.create_task(upload.run()) for upload in uploads]
    try:
        await asyncio.sleep(scene.seconds(15))
        early = sum(task.done() for task in bringing)
        await asyncio.to_thread(scene.disk.clear)
        same = await asyncio.wait_for(asyncio.gather(*bringing), RETURN)
    finally:
        for task in bringing:
            task.cancel()
    scene.notes |= {"files": sum(same), "no_room": sum(upload.refused for upload in uploads)}
    assert all(same), "A file is not what was sent."
    assert not any(upload.untrue for upload in uploads), "Bytes that had been acknowledged were gone."
    assert not early, "The disk was not full."
    assert all(upload.refused for upload in uploads), "The disk was not full for everybody."
    assert await until(lambda: scene.disk.used() <= before + SLACK, GRACE), "Parts of files were left behind."


# --- The network ------------------------------------------------------------------------------------------------------
@fault
async def network_drops(scene: Scene) -> None:
    await _weather(scene, Weather(drop=0.005))


@fault
async def network_delays(scene: Scene) -> None:
    await _weather(scene, Weather(delay=0.5))


@fault
async def network_halves_frames(scene: Scene) -> None:
    await _weather(scene, Weather(pieces=4))


@fault
async def network_doubles_requests(scene: Scene) -> None:
    await _weather(scene, Weather(double=0.5))


@fault
async def sockets_are_reset_and_requests_doubled(scene: Scene) -> None:
    scene.notes["reset"] = scene.proxy.reset(0.5)
    await _weather(scene, Weather(double=0.5, pieces=3))


@fault
async def sockets_are_reset(scene: Scene) -> None:
    scene.notes["reset"] = scene.proxy.reset(0.5)


@fault
async def sockets_hang(scene: Scene) -> None:
    """Nothing arrives any more, and nobody is told."""
    scene.notes["hanging"] = scene.proxy.swallow(0.3)
    await asyncio.sleep(scene.seconds(10))


async def _weather(scene: Scene, weather: Weather) -> None:
    scene.proxy.weather = weather
    await asyncio.sleep(scene.seconds(15))
    scene.proxy.weather = Weather()


# --- The crowd --------------------------------------------------------------------------------------------------------
@fault
async def a_thousand_sockets_reconnect_at_once(scene: Scene) -> None:
    async with _crowd(scene, CROWD) as crowd:
        cut = time.monotonic()
        for client in crowd:
            client.live.clear()
        scene.proxy.reset(1.0)
        await _wait_for(crowd, 300)
        scene.notes["all_back_s"] = round(time.monotonic() - cut, 1)
        scene.notes["longest_wait_for_an_answer_s"] = _longest_wait(scene.fleet, cut)


@asynccontextmanager
async def _crowd(scene: Scene, count: int) -> AsyncIterator[list[Client]]:
    """So many more tabs of the same people, in a room where nobody speaks."""
    people = [replace(client.person, room=scene.fleet.stage.lobby) for client in scene.fleet.clients]
    crowd = [scene.fleet.client(people[number % len(people)]) for number in range(count)]
    tasks: list[asyncio.Task[None]] = []
    try:
        for first in range(0, count, COMPANY):  # they come in small companies; it is the return that is a storm
            company = crowd[first : first + COMPANY]
            tasks += [asyncio.create_task(client.run()) for client in company]
            await _wait_for(company, 90)
        yield crowd
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _wait_for(clients: list[Client], patience: float) -> None:
    there = await until(lambda: all(client.live.is_set() for client in clients), patience)
    assert there, "Not all of the crowd came back."


def _longest_wait(fleet: Fleet, since: float) -> float:
    """The longest that somebody waited for the answer to a post since a moment."""
    waits = [
        draft.settled - draft.sent for draft in fleet.drafts if draft.settled and draft.sent and draft.sent > since
    ]
    return round(max(waits, default=0.0), 2)
