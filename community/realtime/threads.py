"""Running verbs, which are synchronous, beside the event loop on a bounded pool of threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.conf import settings
from django.db import connections

_pool = ThreadPoolExecutor(settings.OXBOW["WORKERS"], thread_name_prefix="verb")


def _call(verb: Callable[..., Any], *args: Any) -> Any:
    """Each thread keeps its connection; one that broke is given up, and the next call gets another."""
    try:
        return verb(*args)
    finally:
        for connection in connections.all(initialized_only=True):
            if connection.errors_occurred:
                connection.close()


async def in_thread(verb: Callable[..., Any], *args: Any) -> Any:
    """Await a synchronous call. Channels' own wrapper would run all sockets' calls in one single thread."""
    here = asyncio.get_running_loop()
    return await here.run_in_executor(_pool, copy_context().run, _call, verb, *args)
