"""Fetching what strangers link to. Nothing but public addresses is ever connected to.

A name is looked up once, every address that it has is checked, and the connection goes to a checked address: what the
name says a moment later does not matter. Each redirect is a new look-up. Time, size and redirects are bounded.
"""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
REDIRECTS = 4
SECONDS = 8.0  # for one answer, from the look-up to its last byte
_MOVED = {301, 302, 303, 307, 308}
_HEADERS = {"User-Agent": "Oxbow-Preview/1.0", "Accept-Encoding": "identity", "Connection": "close"}
# Addresses of version 6 that lead to one of version 4, which may be inside.
_PASSAGES = [ip_network(name) for name in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]


class Unreachable(Exception):
    """There is no such page, not for us, or not in time."""


@dataclass(frozen=True)
class Answer:
    url: str
    type: str
    charset: str
    content: bytes


def fetch(url: str, accepted: tuple[str, ...], most: int) -> Answer:
    """Get what stands at an address, at most so many bytes of it.

    Args:
        accepted: how its type may begin, such as `image/`.

    Raises:
        Unreachable: whatever it is.
    """
    for _ in range(REDIRECTS + 1):
        found = _once(url, accepted, most)
        if isinstance(found, Answer):
            return found
        url = found
    raise Unreachable("Too many redirects.")


def _once(url: str, accepted: tuple[str, ...], most: int) -> Answer | str:
    """The answer, or where it has moved to."""
    parts = _checked(url)
    try:
        connection = _Checked(parts, address_of(parts.hostname or "", _port(parts)))
        return _asked(connection, url, parts, accepted, most)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(str(error)) from error


def _asked(connection: "_Checked", url: str, parts: SplitResult, accepted: tuple[str, ...], most: int) -> Answer | str:
    deadline = Timer(SECONDS, connection.cut)  # a time-out of the socket begins anew with every byte
    deadline.daemon = True
    deadline.start()
    try:
        connection.request("GET", _path(parts), headers=_HEADERS)
        with connection.getresponse() as response:
            return _read(response, url, accepted, most)
    finally:
        deadline.cancel()
        connection.close()


def _path(parts: SplitResult) -> str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe="/?:@!$&'()*+,;=~%-._")


def _read(response: HTTPResponse, url: str, accepted: tuple[str, ...], most: int) -> Answer | str:
    if response.status in _MOVED and (place := response.getheader("Location")):
        return urljoin(url, place)
    kind = response.headers.get_content_type()
    if response.status != 200 or not kind.startswith(accepted) or response.getheader("Content-Encoding"):
        raise Unreachable(f"{response.status} {kind}")
    return Answer(url, kind, response.headers.get_content_charset() or "", response.read(most))


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be asked for."""
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError as error:
        raise Unreachable("This is no address.") from error
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        raise Unreachable("This is no address of a page.")
    if _port(parts) not in PORTS.values():
        raise Unreachable("Pages do not stand at such a port.")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS.get(parts.scheme, 0)


def address_of(host: str, port: int) -> str:
    """The address to connect to, where all that the name has are public."""
    try:
        found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unreachable("There is no such host.") from error
    if not found or not all(is_public(str(address)) for address in found):
        raise Unreachable("This host is not public.")
    return str(found[0])


def is_public(address: str) -> bool:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_open(parsed)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and any(address in passage for passage in _PASSAGES):
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return _is_open(address.ipv4_mapped)
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Checked(HTTPConnection):
    """A connection to an address that was checked, whatever its name says by now; TLS asks for the name."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        super().__init__((parts.hostname or "").encode("idna").decode(), _port(parts), timeout=SECONDS)
        self._address = address
        self._secure = parts.scheme == "https"
        self._line: socket.socket | None = None
        self.default_port = PORTS[parts.scheme]

    def connect(self) -> None:
        self.sock = self._line = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._line = wrapped
            wrapped.do_handshake()

    def cut(self) -> None:
        """End it, whatever is under way; an answer that is being read has let go of `sock` already."""
        if self._line:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
