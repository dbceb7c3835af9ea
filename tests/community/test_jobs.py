"""Background work on a real worker: tried again with growing waits, written down at last, run again by hand."""

from datetime import timedelta
from itertools import pairwise

import pytest
from celery import current_app
from django.core.cache import cache

from community.clock import now
from community.jobs import task, tasks
from community.jobs.models import FailedJob
from tests import live

NAME = "tests.community.failing.break_while_told"


@pytest.fixture
def worker(transactional_db):
    command = ["celery", "-A", "community", "worker", "--concurrency", "1", "--loglevel", "CRITICAL"]
    with live.process([*command, "--include", "tests.community.failing"]):
        yield


def test_a_job_that_fails_is_tried_again_with_growing_waits_then_written_down_and_run_again(worker):
    cache.set("net:broken", True)
    current_app.send_task(NAME, args=["net"])
    given_up = FailedJob.objects.filter(task=NAME)  # the worker may find jobs of other tests as well
    live.wait_until(given_up.exists, seconds=120)  # a worker begins, and waits seven seconds, beside whatever else runs

    job, tries = given_up.get(), cache.get("net:tries")
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
    assert (job.task, job.args, job.kwargs, job.tries) == (NAME, ["net"], {}, 4)
    assert job.error == "ConnectionError: The other side is away."
    assert "break_while_told" in job.trace
    assert [wait >= least for wait, least in zip(waits, (1, 2, 4), strict=True)] == [True, True, True]

    cache.delete("net:broken")
    task.run_again(job)
    live.wait_until(lambda: cache.get("net:done"), seconds=30)

    assert len(cache.get("net:tries")) == 5
    assert given_up.get().run_again_at


def test_pressing_run_again_twice_queues_once(db, monkeypatch):
    job = FailedJob.objects.create(task=NAME, args=["net"], error="Boom", tries=4)
    sent = []
    monkeypatch.setattr("community.jobs.task.current_app.send_task", lambda *args, **more: sent.append(args))

    task.run_again(job)
    task.run_again(job)

    assert len(sent) == 1


def test_a_job_that_could_not_be_queued_can_be_queued_later(db, monkeypatch):
    job = FailedJob.objects.create(task=NAME, args=["net"], error="Boom", tries=4)
    monkeypatch.setattr("community.jobs.task.current_app.send_task", _be_away)

    with pytest.raises(ConnectionError):
        task.run_again(job)

    assert FailedJob.objects.get().run_again_at is None


def _be_away(*_: object, **more: object) -> None:
    raise ConnectionError


def test_what_gave_up_long_ago_is_forgotten(db):
    for days in (31, 29):
        FailedJob.objects.create(task=f"{days}", error="Boom", tries=6, failed_at=now() - timedelta(days=days))
    tasks.tidy()
    assert FailedJob.objects.get().task == "29"
