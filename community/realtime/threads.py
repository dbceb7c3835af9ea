"""Running verbs, which are synchronous, beside the event loop on a bounded pool of threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

_pool = ThreadPoolExecutor(settings.OXBOW["WORKERS"], thread_name_prefix="verb")


def _with_fresh_connection(verb: Callable[..., Any], *args: Any) -> Any:
    close_old_connections()
    try:
        return verb(*args)
    finally:
        close_old_connections()


async def in_thread(verb: Callable[..., Any], *args: Any) -> Any:
    """Await a synchronous call. Channels' own wrapper would run all sockets' calls in one single thread."""
    return await sync_to_async(_with_fresh_connection, thread_sensitive=False, executor=_pool)(verb, *args)
