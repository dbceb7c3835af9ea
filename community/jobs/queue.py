"""Queueing background work without waiting for the broker."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from celery import Task
from django.db import transaction

from community import metrics

log = logging.getLogger(__name__)

MOST_WAITING = 10_000  # jobs that a process keeps for a broker that does not answer

_sender = ThreadPoolExecutor(1, thread_name_prefix="queue")
_places = BoundedSemaphore(MOST_WAITING)


def queue(task: Task, *args: object) -> None:
    """Queue a job once the transaction has committed, in order, from a thread of its own.

    A broker that hangs would otherwise hold back the acknowledgement of what is committed already.
    """
    transaction.on_commit(lambda: queue_now(task, *args), robust=True)


def queue_now(task: Task, *args: object) -> None:
    """The same for what is committed already."""
    if not _places.acquire(blocking=False):
        metrics.JOBS_NOT_QUEUED.of(task.name).n += 1
        log.error("The broker does not answer; %s%r was not queued.", task.name, args)
        return
    try:
        _sender.submit(_send, task, args)
    except RuntimeError:  # the process is ending, and takes nothing new into its threads
        _send(task, args)


def _send(task: Task, args: tuple[object, ...]) -> None:
    try:
        task.apply_async(args)
    except Exception:
        metrics.JOBS_NOT_QUEUED.of(task.name).n += 1
        log.exception("%s%r could not be queued.", task.name, args)
    finally:
        _places.release()
