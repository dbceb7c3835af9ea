"""Sockets are opened by our own pages only: the cookie alone would let any page on the web open one."""

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings


class SameOrigin:
    """Deny a handshake whose `Origin` is neither the host that was asked nor one of CSRF_TRUSTED_ORIGINS.

    Clients that are no browsers send no `Origin` and carry no one else's cookies.

    Args:
        path: where the application stands; there is nothing elsewhere.
    """

    def __init__(self, application: Any, path: str) -> None:
        self._application, self._path = application, path

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        is_here = scope["path"].removeprefix(scope.get("root_path", "")) == self._path
        if is_here and _is_ours(headers.get(b"origin"), headers.get(b"host", "")):
            return await self._application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)


def _is_ours(origin: str | None, host: str) -> bool:
    return origin is None or urlsplit(origin).netloc == host or origin in settings.CSRF_TRUSTED_ORIGINS
