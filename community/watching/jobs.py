"""What Celery's processes tell of themselves: jobs counted and timed, and a port of the worker's own to ask at."""

import time
from typing import Any

from celery import Task, current_app, signals
from django.conf import settings
from django.db import close_old_connections

from community import logs, metrics
from community.jobs.models import FailedJob
from community.metrics import exposition
from community.watching import server

UNKNOWN = float("nan")


_begun_at: dict[str, float] = {}  # by the job's id


@signals.after_task_publish.connect
def _queued(sender: str, **_: Any) -> None:
    metrics.JOBS_QUEUED.of(sender).n += 1


@signals.task_prerun.connect
def _begun(task_id: str, **_: Any) -> None:
    logs.JOB.set(task_id)
    _begun_at[task_id] = time.perf_counter()


@signals.task_postrun.connect
def _done(task_id: str, task: Task, state: str | None = None, **_: Any) -> None:
    began = _begun_at.pop(task_id, None)
    if began is not None:
        metrics.JOB_SECONDS.of(task.name, (state or "unknown").lower()).observe(time.perf_counter() - began)


@signals.worker_process_init.connect
def _share(**_: Any) -> None:
    exposition.begin_sharing()


@signals.worker_ready.connect
def _open(**_: Any) -> None:
    """The worker's first process answers for all; it alone asks what waits and what gave up."""
    metrics.JOBS_WAITING.ask = waiting
    metrics.JOBS_FAILED.ask = failed
    if port := settings.OXBOW["METRICS_PORT"]:
        server.begin(port)


@signals.heartbeat_sent.connect
def _beating(**_: Any) -> None:
    server.beat()


def waiting() -> float:
    """How many jobs wait for a worker; not a number while Redis is away."""
    try:
        with current_app.connection_for_read() as broker:
            channel: Any = broker.default_channel
            return float(sum(channel.client.llen(queue.name) for queue in settings.CELERY_TASK_QUEUES))
    except Exception:
        return UNKNOWN


def failed() -> float:
    """How many jobs gave up; not a number while the database is away."""
    try:
        return float(FailedJob.objects.filter(run_again_at=None).count())
    except Exception:
        return UNKNOWN
    finally:
        close_old_connections()
