"""The figures: counted cheaply, read by those who may, added up over processes."""

import json
import os
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from community import metrics
from community.jobs import queue
from community.metrics import exposition, sharing, timing
from community.metrics.kinds import FAMILIES, Counter, Gauge, Histogram
from community.watching import checks, server
from community.watching.doors import may_read


@pytest.fixture
def allow(monkeypatch):
    """`allow(METRICS_TOKEN="...")`: those who may read."""

    def change(**given):
        for name, value in given.items():
            monkeypatch.setitem(settings.OXBOW, name, value)

    change(METRICS_ALLOW=[], METRICS_TOKEN="", METRICS_DIR="")
    return change


def figures() -> dict[str, float]:
    """Every sample of a scrape by its name and labels."""
    text = exposition.text().decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {f"{one.name}{json.dumps(one.labels, sort_keys=True)}": one.value for one in samples}


# --- Who may read -----------------------------------------------------------------------------------------------------
def test_the_world_reads_nothing(allow):
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic token", "token", "Bearer tökén"])
def test_a_wrong_token_reads_nothing(allow, shown):
    allow(METRICS_TOKEN="token")
    assert Client(HTTP_AUTHORIZATION=shown).get("/metrics").status_code == 404


def test_an_empty_token_opens_no_door(allow):
    assert not may_read({"HTTP_AUTHORIZATION": "Bearer ", "REMOTE_ADDR": "127.0.0.1"})


def test_the_right_token_reads_from_anywhere(allow):
    allow(METRICS_TOKEN="token")
    answer = Client(REMOTE_ADDR="203.0.113.9", HTTP_AUTHORIZATION="Bearer token").get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("address", "may"),
    [("10.1.2.3", True), ("192.0.2.7", True), ("192.0.2.8", False), ("", False), ("::1", False), ("nonsense", False)],
)
def test_addresses_on_the_list_read(allow, address, may):
    allow(METRICS_ALLOW=["10.0.0.0/8", "192.0.2.7"])
    assert may_read({"REMOTE_ADDR": address}) is may


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"])
def test_who_comes_through_a_proxy_is_not_taken_for_the_proxy(allow, header):
    allow(METRICS_ALLOW=["127.0.0.1"])
    assert may_read({"REMOTE_ADDR": "127.0.0.1"})
    assert not may_read({"REMOTE_ADDR": "127.0.0.1", header: "127.0.0.1"})


@pytest.mark.parametrize(("words", "wrong"), [([], 0), (["10.0.0.0/8", "::1"], 0), (["10.0.0.0/8", "prometheus"], 1)])
def test_a_list_of_addresses_with_something_else_in_it_is_told_at_the_start(allow, words, wrong):
    allow(METRICS_ALLOW=words)
    assert [found.id for found in checks.addresses()] == ["watching.E001"] * wrong


@pytest.mark.parametrize(("port", "folder", "said"), [(0, "", 0), (9100, "/tmp/x", 0), (9100, "", 1)])
def test_a_port_that_would_tell_nothing_is_told_at_the_start(allow, port, folder, said):
    allow(METRICS_PORT=port, METRICS_DIR=folder)
    assert len(checks.a_port_without_a_folder()) == said


# --- What is counted --------------------------------------------------------------------------------------------------
def test_names_follow_the_conventions():
    for family in FAMILIES:
        figure = family._make()
        assert re.fullmatch(r"oxbow_[a-z_]+", family.name)
        assert family.name.endswith("_total") is isinstance(figure, Counter), family.name
        assert not isinstance(figure, Histogram) or family.name.endswith(("_seconds", "_bytes", "_posts")), family.name


def test_a_histogram_counts_each_value_in_every_bucket_it_fits():
    histogram = Histogram((1, 10))
    for value in (1, 2, 10, 11):
        histogram.observe(value)
    histogram.observe(0.5, times=3)
    assert list(histogram._buckets()) == [("1.0", 4), ("10.0", 6), ("+Inf", 7)]
    assert histogram.total == 25.5


def test_a_gauge_that_is_asked_tells_what_is_true_now():
    gauge, waiting = Gauge(), [3]
    gauge.ask = lambda: waiting[0]
    told: list[float] = []

    class Metric:
        add_metric = staticmethod(lambda labels, value: told.append(value))

    gauge.add_to(Metric, ())
    waiting[0] = 5
    gauge.add_to(Metric, ())
    assert told == [3, 5]


def test_a_request_is_counted_under_its_route_and_not_under_its_address(ben, square, api):
    labels = {"method": "GET", "route": "api/v1/rooms/<int:pk>/", "status": "200"}
    name = f"oxbow_http_request_seconds_count{json.dumps(labels)}"
    before = figures().get(name, 0)
    api(ben).get(f"rooms/{square.pk}/")
    assert figures()[name] == before + 1


@pytest.mark.parametrize("path", ["/any/thing", "/api/v1/nowhere/", "/x" * 100])
def test_addresses_that_lead_nowhere_make_no_new_figures(db, path):
    Client().get("/first")
    before = len(metrics.HTTP_REQUEST_SECONDS._figures)
    Client().generic("BREW", path)
    Client().generic("SIMMER", path)
    routes = {labels[1] for labels in metrics.HTTP_REQUEST_SECONDS._figures}
    assert path.strip("/") not in routes
    assert len(metrics.HTTP_REQUEST_SECONDS._figures) <= before + 2


def test_a_job_that_the_broker_does_not_take_is_counted(monkeypatch):
    class Task:
        name = "a.task"

        def apply_async(self, args):
            raise ConnectionError

    counter = metrics.JOBS_NOT_QUEUED.of("a.task")
    before = counter.n
    assert queue._places.acquire()
    queue._send(Task(), ())
    assert counter.n == before + 1


# --- Several processes ------------------------------------------------------------------------------------------------
def test_what_other_processes_counted_is_told_with_their_names(allow, tmp_path):
    allow(METRICS_DIR=str(tmp_path))
    metrics.DELIVERIES.n += 0
    sharing.write(tmp_path, exposition._one.collect())
    mine = tmp_path / f"{os.getpid()}.json"
    (tmp_path / "99.json").write_text(mine.read_text())
    told = [name for name in figures() if name.startswith("oxbow_deliveries_total")]
    assert sorted(told) == sorted(
        f"oxbow_deliveries_total{json.dumps({'process': process})}" for process in ("99", str(os.getpid()))
    )


def test_a_process_that_has_ended_is_forgotten(allow, tmp_path):
    allow(METRICS_DIR=str(tmp_path))
    gone = tmp_path / "99.json"
    gone.write_text(json.dumps([]))
    os.utime(gone, (time.time() - 2 * sharing.STALE,) * 2)
    figures()
    assert not gone.exists()


@pytest.mark.parametrize("content", ["", "{", "[["])
def test_a_file_that_is_half_written_spoils_nothing(allow, tmp_path, content):
    allow(METRICS_DIR=str(tmp_path))
    (tmp_path / "99.json").write_text(content)
    assert figures()


def test_a_folder_that_cannot_be_written_spoils_nothing():
    sharing.write(Path("/nonexistent"), [])


# --- The worker's own port --------------------------------------------------------------------------------------------
def asked(path: str, **environ: str) -> tuple[str, bytes]:
    said: list[str] = []
    body = server.application({"PATH_INFO": path, **environ}, lambda status, headers: said.append(status))
    return said[0], b"".join(body)


def test_a_worker_is_alive_for_as_long_as_its_heart_beats(monkeypatch):
    server.beat()
    assert asked("/healthz")[0] == "200 OK"
    monkeypatch.setattr(server, "_beat_at", time.monotonic() - server.SILENCE - 1)
    assert asked("/healthz")[0] == "503 Silent"


def test_a_workers_port_shows_figures_only_to_those_who_may_read_and_nothing_else(allow):
    allow(METRICS_TOKEN="token")
    assert asked("/metrics")[0] == "404 Not Found"
    assert b"oxbow_jobs_waiting" in asked("/metrics", HTTP_AUTHORIZATION="Bearer token")[1]
    assert asked("/admin/")[0] == "404 Not Found"


def test_a_request_has_no_route_before_it_is_resolved():
    assert timing._route(RequestFactory().get("/")) == "web"
