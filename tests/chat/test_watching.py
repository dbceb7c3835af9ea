"""What an operator sees of a real server: figures that move with what happens, and log lines that name their origin."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from django.db import connection, transaction

from chat.models import Room, Seat
from tests import live, scraping, wire
from tests.faults.mirror import Mirror
from tests.scraping import Figures
from tests.wire import Refused, Wire

MANY = 2_100  # frames that nobody answers: more than a socket may owe
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def _watched(django_db_setup, django_db_blocker, tmp_path_factory):
    said = tmp_path_factory.mktemp("watched") / "said.log"
    with said.open("wb") as file, live.site(says=file, METRICS_TOKEN=scraping.TOKEN, LOG_JSON="1") as site:
        yield site, said


@pytest.fixture
def site(transactional_db, _watched) -> Iterator[live.Site]:
    yield _watched[0]
    live.wait_until_idle()


@pytest.fixture
def lines(site, _watched):
    """`lines()`: what the server has logged since the test began."""
    before = len(_said(_watched[1]))
    return lambda: _said(_watched[1])[before:]


def _said(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]


class Watch:
    """The figures of a site, compared with those at the beginning."""

    def __init__(self, site: live.Site) -> None:
        self._port = site.port
        live.wait_until(lambda: not self.now().of("oxbow_sockets"))  # those of the test before may still be parting
        self._before = self.now()

    def now(self) -> Figures:
        return scraping.figures(self._port)

    def grown(self, name: str, **labels: str) -> float:
        return self.now().of(name, **labels) - self._before.of(name, **labels)


def post(socket: Wire, room: Room, body: str = "Hello") -> None:
    socket.do("post", room=room.pk, client_id=str(uuid4()), body=body)


def fetch(site: live.Site, who, path: str) -> httpx.Response:
    headers = {"Cookie": wire.cookies(who)}
    return httpx.get(f"{site.http}/api/v1/{path}", headers=headers, timeout=30, trust_env=False)


# --- Figures ----------------------------------------------------------------------------------------------------------
def test_a_post_moves_the_figures_of_its_way_to_those_who_hear_it(site, ada, ben, square):
    watch = Watch(site)
    topics = [f"room.{square.pk}"]
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        for socket in (adas, bens):
            socket.do("follow", topics=topics)
        assert watch.grown("oxbow_sockets") == 2
        frames, owed = watch.grown("oxbow_frames_total"), watch.grown("oxbow_outbox_frames")
        post(adas, square, f"Are you there, @{ben.name}?")
        for socket in (adas, bens):
            socket.event("room.changed")
        live.wait_until(lambda: watch.grown("oxbow_hand_out_seconds_count") == 1)  # counted once it was handed out
        assert watch.grown("oxbow_deliveries_total") == 2
        assert watch.grown("oxbow_frames_total") == frames + 2
        assert watch.grown("oxbow_frame_bytes_count") == watch.grown("oxbow_frames_total")
        assert watch.grown("oxbow_frame_bytes_sum") > 200
        assert owed > 0
        assert (
            0 < watch.grown("oxbow_hand_out_seconds_sum") < watch.grown("oxbow_hand_out_seconds_bucket", le="+Inf") * 60
        )
        for name in ("oxbow_post_seconds", "oxbow_commit_seconds", "oxbow_commit_batch_posts"):
            assert watch.grown(f"{name}_count") == 1, name
        assert watch.grown("oxbow_post_seconds_sum") >= watch.grown("oxbow_commit_seconds_sum") > 0
    live.wait_until(lambda: watch.grown("oxbow_sockets") == 0)
    live.wait_until(lambda: watch.grown("oxbow_jobs_queued_total", job="chat.tasks.tell_of_message") == 1)


def test_what_waits_for_a_commit_is_seen_waiting_and_then_committed_together(site, ada, square):
    watch = Watch(site)
    with ExitStack() as stack:
        sockets = [stack.enter_context(Wire(site, ada)) for _ in range(4)]
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=square.pk)
            asked = [sockets[0].send("post", room=square.pk, client_id=str(uuid4()), body="First")]
            live.wait_until(_somebody_waits_for_a_lock)
            for number, socket in enumerate(sockets[1:]):
                asked.append(socket.send("post", room=square.pk, client_id=str(uuid4()), body=f"Then {number}"))
            live.wait_until(lambda: waiting(watch) == 3)
        for socket, number in zip(sockets, asked, strict=True):
            socket.answer(number)
    assert waiting(watch) == 0
    assert watch.grown("oxbow_commit_batch_posts_sum") == 4
    assert watch.grown("oxbow_commit_batch_posts_bucket", le="1.0") == 1
    assert (
        watch.grown("oxbow_commit_batch_posts_bucket", le="4.0") == watch.grown("oxbow_commit_batch_posts_count") == 2
    )


def waiting(watch: Watch) -> float:
    return watch.now().of("oxbow_gathering_waiting", call="post_together")


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


def test_a_gap_that_is_fetched_is_counted_as_a_gap(site, ada, ben, square):
    watch = Watch(site)
    topics = [f"room.{square.pk}"]
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        bens.do("follow", topics=topics)
        bens.do("unfollow", topics=topics)
        post(adas, square, "Missed")
        bens.do("follow", topics=topics)
        post(adas, square, "Heard")
        assert bens.event("room.changed")["rev"] == 2
        found = fetch(site, ben, f"rooms/{square.pk}/changes/?since=0&why=gap").json()
    assert [row["body"] for row in found["messages"]] == ["Missed", "Heard"]
    assert watch.grown("oxbow_resyncs_total", why="gap") == watch.grown("oxbow_resyncs_total") == 1
    route = "api/v1/rooms/<int:pk>/changes/"
    assert watch.grown("oxbow_http_request_seconds_count", method="GET", route=route, status="200") == 1


@pytest.mark.parametrize("why", ["restart", "slow", "lost", "silent"])
def test_who_comes_back_is_counted_by_what_sent_them_away(site, ada, ben, square, why):
    watch = Watch(site)
    with Wire(site, ada) as adas:
        post(adas, square)
    with Wire(site, ben) as bens:
        answer = bens.do("follow", topics=[f"room.{square.pk}"], since={f"room.{square.pk}": 0}, why=why)
    assert list(answer["changes"]) == [f"room.{square.pk}"]
    assert watch.grown("oxbow_resyncs_total", why=why) == watch.grown("oxbow_resyncs_total") == 1


def test_reasons_that_somebody_makes_up_make_no_new_figures(site, ben, square):
    watch = Watch(site)
    for why in ("", "&why=", "&why=unsaid", "&why=whatever", '&why="} 1'):
        assert fetch(site, ben, f"rooms/{square.pk}/changes/?since=0{why}").status_code == 200
    with Wire(site, ben) as bens, pytest.raises(Refused):
        bens.do("follow", topics=[f"room.{square.pk}"], why="whatever")
    assert watch.grown("oxbow_resyncs_total", why="unsaid") == watch.grown("oxbow_resyncs_total") == 5


def test_a_slow_reader_is_counted_and_told_that_they_were_slow(site, ben):
    watch = Watch(site)
    with Wire(site, ben, answering=False) as bens:
        for _ in range(MANY):
            bens.send("nothing")
        assert bens.goodbye() == (4008, "slow")
    assert watch.grown("oxbow_slow_readers_closed_total") == 1


def test_a_slow_reader_comes_back_to_all_that_was_said_meanwhile(site, ada, ben, square):
    watch, mirror, topic = Watch(site), Mirror(), f"room.{square.pk}"
    with Wire(site, ada) as adas, Wire(site, ben, answering=False) as bens:
        bens.do("follow", topics=[topic])
        post(adas, square, "Heard")
        mirror.hear(bens.event("room.changed"))
        for _ in range(MANY):
            bens.send("nothing")
        assert bens.goodbye() == (4008, "slow")
        for body in ("Missed", "Missed as well"):
            post(adas, square, body)
        with Wire(site, ben) as again:
            answer = again.do("follow", topics=[topic], since={topic: mirror.rev}, why="slow")
            mirror.take(answer["changes"][topic])
            post(adas, square, "Heard again")
            assert not mirror.hear(again.event("room.changed")), "Something is missing."
    said = [row["body"] for row in sorted(mirror.messages.values(), key=lambda row: row["seq"])]
    assert said == ["Heard", "Missed", "Missed as well", "Heard again"]
    assert watch.grown("oxbow_slow_readers_closed_total") == watch.grown("oxbow_resyncs_total", why="slow") == 1


# --- Log lines --------------------------------------------------------------------------------------------------------
@pytest.fixture
def no_seats(site):
    """Something that every command and page meets and nobody expects: a table is not there."""
    with connection.schema_editor() as editor:
        editor.alter_db_table(Seat, Seat._meta.db_table, "gone_for_now")
    yield
    with connection.schema_editor() as editor:
        editor.alter_db_table(Seat, "gone_for_now", Seat._meta.db_table)


def fail(socket: Wire, room: Room) -> None:
    with pytest.raises(Refused, match=r"server\.error"):
        socket.do("read", room=room.pk, seq=0)


def test_lines_of_a_socket_carry_its_id_and_no_other(site, ada, ben, square, lines, no_seats):
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        for socket in (adas, bens, adas, bens):
            fail(socket, square)
    assert all("gone" not in line["message"] for line in lines())
    ids = [line.get("socket") for line in lines() if line["logger"] == "community.realtime.consumer"]
    assert len(ids) == 4
    assert ids[0] == ids[2] != ids[1] == ids[3]
    assert all(ids)
    assert not any("request" in line or "job" in line for line in lines())


def test_lines_of_a_request_carry_its_id_and_no_other(site, ben, square, lines):
    with Wire(site, ben), ThreadPoolExecutor(8) as pool:  # a socket is open beside them
        answers = list(pool.map(lambda number: fetch(site, ben, f"nowhere-{number}/"), range(24)))
    given = {f"nowhere-{number}": answer.headers["X-Request-ID"] for number, answer in enumerate(answers)}
    assert len(set(given.values())) == 24
    told = {line["message"].rstrip("/").rpartition("/")[2]: line for line in lines()}
    assert {path: line["request"] for path, line in told.items() if path in given} == given
    assert not any("socket" in line for line in told.values())
