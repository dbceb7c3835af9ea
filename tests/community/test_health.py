"""Alive, ready, about to end; and log lines that say where they come from and nothing of what members wrote."""

import asyncio
import json
import logging
import signal
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from redis import RedisError

from community import draining, logs
from community.watching import front, health
from community.watching.front import Front

DIARY = "dear diary"


@pytest.fixture
def prober(settings):
    """Somebody who asks by an address that no setting lists."""
    settings.ALLOWED_HOSTS = ["chat.example.org"]
    return Client(headers={"host": "10.1.2.3:8000"})


@pytest.fixture
def forgotten(monkeypatch):
    """A process that has just been started."""
    monkeypatch.setattr(health, "_once", set())
    monkeypatch.setattr(draining, "_began", False)
    monkeypatch.setattr(draining, "_drains", [])


def fails(error: Exception):
    def fail(*_, **__):
        raise error

    return fail


# --- Alive and ready --------------------------------------------------------------------------------------------------
def test_being_alive_asks_nobody_else(prober, monkeypatch):
    monkeypatch.setattr(health.memory, "ping", fails(RedisError()))
    assert prober.get("/healthz").status_code == 200  # and without the `db` fixture any query fails


def test_a_site_with_everything_is_ready(prober, db, forgotten):
    answer = prober.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "draining": "ok", "database": "ok", "migrations": "ok", "redis": "ok"}


def test_without_its_database_it_is_not_ready_and_tells_no_address(prober, db, forgotten, monkeypatch):
    monkeypatch.setattr(health, "_ask_database", fails(OSError("could not connect to db.internal as oxbow:hunter2")))
    answer = prober.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "OSError"
    assert b"hunter2" not in answer.content


def test_a_prober_fills_no_log(prober, db, forgotten, monkeypatch, caplog):
    monkeypatch.setattr(health, "_ask_database", fails(OSError()))
    assert prober.get("/readyz").status_code == 503
    assert not caplog.records


def test_before_its_migrations_are_applied_it_is_not_ready(prober, db, forgotten, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["something"])
    assert prober.get("/readyz").json()["migrations"] == "missing"
    monkeypatch.undo()
    assert prober.get("/readyz").status_code == 200


def test_migrations_are_looked_up_once(prober, db, forgotten, monkeypatch):
    prober.get("/readyz")
    monkeypatch.setattr(health, "MigrationExecutor", fails(AssertionError("asked again")))
    assert prober.get("/readyz").status_code == 200


def test_a_redis_that_was_never_reached_makes_it_unready_and_one_that_went_away_does_not(
    prober, db, forgotten, monkeypatch
):
    monkeypatch.setattr(health.memory, "ping", fails(RedisError()))
    assert prober.get("/readyz").status_code == 503
    monkeypatch.undo()
    health._once.clear()
    prober.get("/readyz")
    monkeypatch.setattr(health.memory, "ping", fails(RedisError()))
    answer = prober.get("/readyz")
    assert (answer.status_code, answer.json()["redis"]) == (200, "RedisError")


# --- About to end -----------------------------------------------------------------------------------------------------
async def test_it_is_unready_from_the_first_moment_and_lets_go_of_everything(forgotten):
    said: list[object] = []

    async def let_go(seconds: float) -> None:
        said.append((draining.under_way(), seconds))

    draining.when(let_go)
    draining.when(let_go)
    await draining.drain()
    await draining.drain()
    assert said == [(True, settings.OXBOW["DRAIN_SECONDS"])] * 2


async def test_what_cannot_let_go_holds_nobody_up(forgotten, monkeypatch, caplog):
    monkeypatch.setitem(settings.OXBOW, "DRAIN_SECONDS", 0)
    monkeypatch.setattr(draining, "SPARE", 0.05)
    finished = asyncio.Event()

    async def fail(seconds: float) -> None:
        raise ConnectionError

    async def hang(seconds: float) -> None:
        await finished.wait()

    draining.when(fail)
    draining.when(hang)
    await asyncio.wait_for(draining.drain(), 5)
    assert "could not be let go" in caplog.text


@contextmanager
def hearing(before):
    """A process whose server handles SIGTERM in its own way."""
    earlier = signal.signal(signal.SIGTERM, before)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


async def test_sigterm_lets_go_first_and_ends_the_server_after(forgotten, monkeypatch):
    order: list[str] = []
    ended = asyncio.Event()
    monkeypatch.setattr(draining, "_listening", False)
    monkeypatch.setattr(draining, "_end_soon", lambda: order.append("end soon"))  # or these tests end with it

    async def let_go(seconds: float) -> None:
        order.append("let go")

    def end(number, frame) -> None:
        order.append("end")
        ended.set()

    draining.when(let_go)
    with hearing(end):
        draining.listen()
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(ended.wait(), 5)
    assert order == ["let go", "end soon", "end"]


async def test_a_second_sigterm_ends_the_server_at_once(forgotten, monkeypatch):
    ended = asyncio.Event()
    monkeypatch.setattr(draining, "_listening", False)
    monkeypatch.setattr(draining, "_began", True)
    with hearing(lambda number, frame: ended.set()):
        draining.listen()
        signal.raise_signal(signal.SIGTERM)
        assert ended.is_set()


async def through_the_front(scope: dict) -> list[dict]:
    """What the front answers; the application behind it says who came."""
    sent: list[dict] = []

    async def application(scope, receive, send):
        await send({"type": "passed", "socket": logs.SOCKET.get()})

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    await Front(application)(scope, receive, send)
    return sent


async def test_a_socket_is_let_in_with_an_id_of_its_own(forgotten):
    first, second = [await asyncio.create_task(through_the_front({"type": "websocket"})) for _ in range(2)]
    assert first[0]["socket"]
    assert first[0]["socket"] != second[0]["socket"]


async def test_no_new_socket_is_let_in_once_it_is_about_to_end(forgotten):
    await draining.drain()
    assert await through_the_front({"type": "websocket"}) == [{"type": "websocket.close"}]


async def test_sockets_are_sent_away_in_waves_and_told_to_resume(forgotten, monkeypatch):
    """Forty people; no wave takes more than ten with it, and each is told once."""
    monkeypatch.setattr(front, "WAVE", 10)
    monkeypatch.setattr(front, "WAVES", 4)
    waves: list[list[int]] = []

    async def pause(seconds: float) -> None:
        waves.append([])

    async def stay(scope, receive, send):
        await receive()

    house, leave, everybody = Front(stay), {}, []
    for number in range(40):
        leave[number] = asyncio.Event()

        async def send(message, number=number):
            assert message == {"type": "websocket.close", "code": 4008}
            waves[-1].append(number)
            leave[number].set()

        everybody.append(asyncio.create_task(house({"type": "websocket"}, leave[number].wait, send)))
    await asyncio.sleep(0)
    waves.append([])
    sleep = asyncio.sleep
    monkeypatch.setattr(front.asyncio, "sleep", lambda seconds: pause(seconds) if seconds == 1.0 else sleep(seconds))
    await house.dismiss(4)
    assert [len(wave) for wave in waves] == [10] * 4
    assert sorted(number for wave in waves for number in wave) == list(range(40))
    assert all(task.done() for task in everybody)


async def test_a_few_sockets_are_sent_away_at_once(forgotten):
    async def stay(scope, receive, send):
        await receive()

    house, gone = Front(stay), asyncio.Event()

    async def send(message):
        gone.set()

    visit = asyncio.create_task(house({"type": "websocket"}, gone.wait, send))
    await asyncio.sleep(0)
    await asyncio.wait_for(house.dismiss(600), 5)
    await visit


async def test_a_process_answers_so_many_requests_at_once_and_the_others_in_their_order(forgotten, settings):
    settings.OXBOW = settings.OXBOW | {"REQUESTS_AT_ONCE": 2}
    begun, leave = [], [asyncio.Event() for _ in range(5)]

    async def answer(scope, receive, send):
        begun.append(scope["number"])
        await leave[scope["number"]].wait()

    house = Front(answer)
    visits = [
        asyncio.create_task(house({"type": "http", "path": "/", "number": number}, None, None)) for number in range(5)
    ]
    await asyncio.sleep(0)
    assert begun == [0, 1]
    for door, visit in zip(leave, visits, strict=True):
        door.set()
        await visit
    assert begun == [0, 1, 2, 3, 4]


async def test_a_full_process_refuses_sockets_before_it_works_for_them(forgotten, settings):
    settings.OXBOW = settings.OXBOW | {"SOCKETS": 1}
    leave, sent = asyncio.Event(), []

    async def stay(scope, receive, send):
        await receive()

    async def send(message):
        sent.append(message)

    async def connected():
        return {"type": "websocket.connect"}

    house = Front(stay)
    first = asyncio.create_task(house({"type": "websocket"}, leave.wait, send))
    await asyncio.sleep(0)
    await house({"type": "websocket"}, connected, send)
    assert sent == [{"type": "websocket.close"}]
    leave.set()
    await first


async def test_the_event_loop_itself_says_that_it_is_alive(forgotten):
    start, body = await through_the_front({"type": "http", "path": "/healthz"})
    assert (start["status"], body["body"]) == (200, b"alive\n")


async def test_a_server_that_tells_of_its_end_is_waited_for(forgotten):
    asked = iter(["lifespan.startup", "lifespan.shutdown"])
    sent: list[str] = []

    async def receive():
        return {"type": next(asked)}

    async def send(message):
        sent.append(message["type"])

    await Front(None)({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert draining.under_way()


# --- Log lines --------------------------------------------------------------------------------------------------------
def line(message: str, *args: object, error: Exception | None = None) -> dict:
    info = (type(error), error, error.__traceback__) if error else None
    return json.loads(logs.Json().format(logging.LogRecord("x", logging.ERROR, "x.py", 1, message, args, info)))


def test_a_line_names_its_request():
    logs.REQUEST.set("abc")
    found = line("Hello %s", "there")
    assert (found["message"], found["request"], found["level"]) == ("Hello there", "abc", "ERROR")
    assert "socket" not in found


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1.x_Z", True), ("", False), ("a b", False), ("x" * 65, False), ("é", False), ("a\n", False)],
)
def test_a_proxys_id_is_kept_if_it_is_one(given, kept):
    assert (logs.proposed_id(given) == given) is kept


def test_every_answer_names_its_request(db):
    assert Client(headers={"x-request-id": "from-nginx"}).get("/api/v1/setup/")["X-Request-ID"] == "from-nginx"
    assert len(Client().get("/api/v1/setup/")["X-Request-ID"]) == 16


@pytest.mark.parametrize("formatter", [logs.Json(), logs.Text("%(message)s")], ids=["json", "text"])
def test_what_members_wrote_is_not_in_the_log_when_the_database_quotes_it(db, formatter):
    with pytest.raises(IntegrityError, match=DIARY) as broke, connection.cursor() as cursor:
        cursor.execute("INSERT INTO members_user (username) VALUES (%s)", [DIARY])
    info = (broke.type, broke.value, broke.tb)
    written = formatter.format(logging.LogRecord("x", logging.ERROR, "x.py", 1, "It broke.", (), info))
    assert "IntegrityError" in written
    assert DIARY not in written


def test_a_line_is_one_line_whatever_it_says():
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "one\ntwo\u2028three", (), None)
    assert len(logs.Json().format(record).split("\n")) == 1
