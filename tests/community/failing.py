"""A job that fails for as long as the cache says so; the worker of a test loads it."""

from celery import shared_task
from django.core.cache import cache

from community.clock import now
from community.jobs.task import Job


@shared_task(base=Job, max_retries=3, retry_backoff=1, retry_jitter=False)
def break_while_told(name: str) -> None:
    cache.set(f"{name}:tries", [*cache.get(f"{name}:tries", []), now()])
    if cache.get(f"{name}:broken"):
        raise ConnectionError("The other side is away.")
    cache.set(f"{name}:done", True)
