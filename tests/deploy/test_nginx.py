"""nginx's configuration, and what only shows with real processes behind it."""

import asyncio
import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from uuid import uuid4

import httpx
import pytest

from chat import rooms, seats
from chat.models import Message
from tests import live, wire
from tests.conftest import joined
from tests.deploy import files
from tests.deploy.behind import Behind, nginx_command, write_configuration
from tests.faults import audit
from tests.faults.client import Client, Person
from tests.faults.database import Truth

PASSWORD = "a boat on the oxbow"
POSTS = 8  # a second, all together
PEOPLE = 8
PATIENCE = 90  # seconds for everybody to be back, on a machine that is busy with other things


def get(front: Behind, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{front.http}{path}", headers=headers, timeout=30, trust_env=False)


def scrape(port: int) -> str:
    headers = {"Authorization": "Bearer token"}
    return httpx.get(f"http://127.0.0.1:{port}/metrics", headers=headers, timeout=30, trust_env=False).text


# --- The files --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("where", ["image", "compose", "kubernetes"])
def test_nginx_understands_it(tmp_path: Path, where: str):
    given = {
        "image": {"NGINX_WEB_SERVERS": "server 127.0.0.1:8000;", "NGINX_WS_SERVERS": "server 127.0.0.1:8001;"},
        "compose": files.compose()["services"]["nginx"]["environment"],
        "kubernetes": {
            name: value.replace("web:", "127.0.0.1:").replace("ws:", "127.0.0.1:")
            for name, value in files.literals(files.MANIFESTS / "base", "oxbow-nginx").items()
        },
    }[where]
    said = files.said_by(*nginx_command(write_configuration(tmp_path, **given), "-t"))
    assert "test is successful" in said.stderr, said.stderr
    assert "[warn]" not in said.stderr, said.stderr


# --- Before real processes --------------------------------------------------------------------------------------------
def sign_in(front: Behind, username: str) -> httpx.Client:
    """A browser that signs in as the web app does."""
    browser = httpx.Client(base_url=front.http, timeout=30, trust_env=False)
    browser.get("/")
    headers = {"X-CSRFToken": browser.cookies["csrftoken"], "Origin": front.http}
    answer = browser.post(
        "/_allauth/browser/v1/auth/login", json={"username": username, "password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 200, answer.text
    return browser


@pytest.mark.django_db(transaction=True)
def test_somebody_signs_in_and_posts_over_the_socket(front: Behind, ben, square, monkeypatch):
    ben.user.set_password(PASSWORD)
    ben.user.save()
    browser = sign_in(front, ben.user.username)
    monkeypatch.setattr(wire, "cookies", lambda who: f"sessionid={browser.cookies['sessionid']}")
    with wire.Wire(live.Site(front.port), ben) as socket:
        socket.do("follow", topics=[f"room.{square.pk}"])
        answer = socket.do("post", room=square.pk, client_id=str(uuid4()), body="Good morning.")
        assert socket.event("room.changed")["messages"][0]["id"] == answer["message"]["id"]
    page = browser.get(f"/api/v1/rooms/{square.pk}/messages/").json()
    assert "Good morning." in json.dumps(page)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
def test_what_is_for_probers_is_not_for_the_world(front: Behind, path: str):
    assert get(front, path, Authorization="Bearer token").status_code == 404
    assert front.status(front.web, "/healthz") == 200


def test_headers_of_safety_come_once(front: Behind):
    for path in ("/", "/api/v1/setup/", "/assets/" + next((files.ROOT / "frontend/dist/assets").glob("*.js")).name):
        headers = get(front, path).headers
        assert headers.get_list("x-content-type-options") == ["nosniff"], path
        assert len(headers.get_list("content-security-policy")) == (0 if path.startswith("/assets/") else 1)


def test_the_built_files_are_kept_for_ever_and_come_compressed(front: Behind):
    script = max((files.ROOT / "frontend/dist/assets").glob("*.js"), key=lambda path: path.stat().st_size)
    answer = get(front, f"/assets/{script.name}", **{"Accept-Encoding": "gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == script.read_text()
    assert get(front, "/assets/nothing.js").status_code == 404


def test_a_request_has_one_id_from_nginx_to_the_log(front: Behind):
    before = get(front, "/api/v1/nowhere/", **{"X-Request-ID": "the-visitors-own"}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", before)
    lines = [json.loads(line) for line in front.said("web").splitlines() if line.startswith("{")]
    assert [line for line in lines if line.get("request") == before]


def test_the_visitors_own_word_for_their_address_and_scheme_is_worth_nothing(front: Behind):
    get(front, "/api/v1/setup/?q=secret", **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"})
    logged = (front.folder / "access.log").read_text()
    assert "203.0.113.9" not in logged
    assert "secret" not in logged


def test_a_body_that_is_too_large_is_refused_before_it_is_read(front: Behind):
    answer = httpx.post(f"{front.http}/api/v1/setup/", content=b"x" * 3_000_000, timeout=30, trust_env=False)
    assert answer.status_code == 413


def test_every_process_tells_its_figures(front: Behind):
    for port in (front.web, *front.ws):
        assert "oxbow_sockets" in scrape(port)


@pytest.mark.django_db(transaction=True)
def test_a_worker_tells_what_waits_what_gave_up_and_what_it_did(front: Behind, worker: int, ada, ben, square):
    for name in ("oxbow_jobs_waiting", "oxbow_jobs_failed"):
        assert re.search(rf"^{name}\{{.*\}} \d+\.0$", scrape(worker), re.MULTILINE)
    before = jobs_done(worker)
    with wire.Wire(live.Site(front.port), ben) as socket:
        socket.do("post", room=square.pk, client_id=str(uuid4()), body=f"Are you there, @{ada.name}?")
    live.wait_until(lambda: jobs_done(worker) > before, 60, every=1)


def jobs_done(worker: int) -> float:
    lines = [line for line in scrape(worker).splitlines() if line.startswith("oxbow_job_seconds_count")]
    return sum(float(line.rpartition(" ")[2]) for line in lines if 'outcome="success"' in line)


# --- A new version under load -----------------------------------------------------------------------------------------
class Talk:
    """People who talk through nginx, on an event loop and a thread of their own.

    Attributes:
        away: for each loss of a connection, the seconds until that person was back.
    """

    def __init__(self, front: Behind, people: list[Person]) -> None:
        self._front, self._people = front, people
        self.clients: list[Client] = []
        self.away: list[float] = []
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
        return bool(self.clients) and all(client.live.is_set() for client in self.clients)

    async def _happen(self) -> None:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
            chance = random.Random(1)
            self.clients = [Client(person, self._front.port, http, 2, chance) for person in self._people]
            self._tasks = [asyncio.create_task(client.run()) for client in self.clients]
            self._tasks += [asyncio.create_task(self._time_absences(client)) for client in self.clients]
            await self._say_things()
            await self._settle()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _say_things(self) -> None:
        number = 0
        while self._talking:
            number += 1
            self.clients[number % len(self.clients)].say(f"{number} of the talk")
            await asyncio.sleep(1 / POSTS)

    async def _settle(self) -> None:
        """Until every post has its answer and everybody has the same."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self._is_settled():
            await asyncio.sleep(0.05)

    def _is_settled(self) -> bool:
        last = max(client.mirror.ahead for client in self.clients)
        return all(not one.outbox and one.live.is_set() and one.mirror.rev == last for one in self.clients)

    async def _time_absences(self, client: Client) -> None:
        await client.live.wait()
        while True:
            while client.live.is_set():
                await asyncio.sleep(0.01)
            gone = time.monotonic()
            await client.live.wait()
            self.away.append(time.monotonic() - gone)


@pytest.fixture
def people(ada, db) -> list[Person]:
    room = rooms.create(ada, "closed", "Bay")
    members = [joined(ada.community, f"Person{number}") for number in range(PEOPLE)]
    for member in members:
        seats.take(room, member)
    return [Person(one.user_id, one.pk, one.name, wire.cookies(one), room.pk) for one in members]


@pytest.mark.django_db(transaction=True)
def test_a_rolling_restart_under_load_loses_nothing(front: Behind, worker: int, people: list[Person], capsys):
    with Talk(front, people).going_on() as talk:
        live.wait_until(talk.are_live, PATIENCE)
        for port in front.ws:
            assert front.end(f"ws-{port}") == 0
            front.start_ws(port)
            front.wait_until_ready(port)
            live.wait_until(talk.are_live, PATIENCE)
    found, stored = audit.Finding(), Truth(live.database_url()).messages()
    audit.drafts(found, [draft for client in talk.clients for draft in client.drafts], stored)
    audit.order(found, stored)
    audit.mirrors(found, talk.clients, stored)
    assert not found.counts, found.examples
    assert Message.objects.filter(kind="text").count() == sum(len(client.drafts) for client in talk.clients)
    assert talk.away, "Nobody noticed the restart."
    with capsys.disabled():
        print(f"\nrolling restart: {len(stored)} posts, away at most {max(talk.away):.1f} s, {len(talk.away)} times")
