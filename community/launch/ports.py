"""The port that the site listens on, and the addresses at which it is found."""

import errno
import os
import socket
import time

from community.launch.refusal import Refusal

DEFAULT = 8000
EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones in the same network are to reach it
LAST_TRY = 5.0  # seconds; servers of a killed start let go of the port within that


def chosen() -> int:
    """The port in PORT, or 8000."""
    text = os.environ.get("PORT") or str(DEFAULT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"PORT is {text!r}, but a port is a number from 1 to 65535.")
    return int(text)


def refuse_if_taken(port: int, patience: float = LAST_TRY) -> None:
    """Say no when another program listens there."""
    deadline = time.monotonic() + patience
    while error := _error(port):
        if error.errno != errno.EADDRINUSE:
            raise Refusal(f"Port {port} cannot be used: {(error.strerror or str(error)).lower()}.")
        if time.monotonic() > deadline:
            raise Refusal(f"Port {port} is in use by another program: stop it, or choose another with PORT={port + 1}.")
        time.sleep(0.1)


def lan_address() -> str | None:
    """The address of this machine in its network; a datagram socket finds it without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith(("127.", "0.")) else address


def _error(port: int) -> OSError | None:
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((EVERYWHERE, port))
            probe.listen(1)
        except OSError as error:
            return error
    return None
