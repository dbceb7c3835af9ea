"""The site's handler, built once, as a server builds it.

Django's test client builds one for each browser, and each would look at all files of the web app again.
"""

from collections.abc import Callable
from typing import Any

from django.core.signals import setting_changed
from django.test.client import ClientHandler

_build = ClientHandler.load_middleware
_built: list[Callable[..., Any]] = []


def instead() -> None:
    """From now on all clients share it, until a setting changes that it may have been built by."""
    ClientHandler.load_middleware = _share
    setting_changed.connect(_forget)


def _share(handler: ClientHandler, is_async: bool = False) -> None:
    if not _built:
        _build(handler, is_async)
        _built.append(handler._middleware_chain)
    handler._middleware_chain = _built[0]


def _forget(**_: Any) -> None:
    _built.clear()
