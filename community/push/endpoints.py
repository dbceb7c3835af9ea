"""Push services are addresses that members name: we speak to none that stands in a private network.

A name is resolved once, every address of it is judged, and the connection goes to one that was judged: a name that
answers differently the second time gains nothing.
"""

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from community.errors import InvalidInput
from community.links.fetching import is_public

LONGEST = 1000  # characters
TIMEOUT = 10  # seconds
HTTPS = 443


class Unreachable(Exception):
    """Nobody answers there, or nobody to whom we speak."""


def require(endpoint: str) -> None:
    """Raises `push.endpoint` for an address to which nothing is ever sent."""
    if not _is_open(endpoint):
        raise InvalidInput("push.endpoint", "This push service cannot be used.")


def send(endpoint: str, body: bytes, headers: Mapping[str, str]) -> int:
    """POST there and tell the status; redirects are answers like any other.

    Raises:
        Unreachable: no connection, no answer, or an address that is private.
    """
    if not _is_open(endpoint):
        raise Unreachable(f"{urlsplit(endpoint).hostname} is not open to us.")
    parts = urlsplit(endpoint)
    try:
        return _post(_connection(parts), parts, body, headers)
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{parts.hostname}: {error}") from error


def _is_open(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if len(endpoint) > LONGEST or not endpoint.isascii() or not parts.hostname or parts.username is not None:
        return False
    if _is_allowed(parts):
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and port in (None, HTTPS) and not _is_private_literal(parts.hostname)


def _is_allowed(parts: SplitResult) -> bool:
    """The operator's own push service, wherever it stands."""
    return parts.netloc in settings.OXBOW["PUSH_SERVICES"]


def _is_private_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host
    return not is_public(host)


def _address(parts: SplitResult) -> str:
    """Where to connect; one private address among several is one too many."""
    host, port = str(parts.hostname), parts.port or HTTPS
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not _is_allowed(parts) and not all(is_public(address) for address in found):
        raise Unreachable(f"{host} leads into a private network.")
    return found[0]


def _connection(parts: SplitResult) -> HTTPConnection:
    kind = _PinnedHTTPS if parts.scheme == "https" else _Pinned
    return kind(str(parts.hostname), _address(parts), parts.port)


def _post(connection: HTTPConnection, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> int:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


class _Pinned(HTTPConnection):
    """Speaks to a host at an address that was chosen before."""

    def __init__(self, host: str, address: str, port: int | None) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT)


class _PinnedHTTPS(HTTPSConnection):
    """The same; the certificate has to be the host's."""

    def __init__(self, host: str, address: str, port: int | None) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
