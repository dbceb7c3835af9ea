"""How each system under measurement is started, connected to and spoken to."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.request import urlopen
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.live import free_port

ROOT = Path(__file__).parents[2]


class System(Protocol):
    """A chat server, as the load generator sees it."""

    name: str

    async def join(self, room: int, person: int) -> ClientConnection: ...
    def post(self, room: int, body: str) -> str: ...
    def seen(self, frame: Any) -> list[str]: ...
    def acknowledged(self, frame: Any) -> bool: ...


class Oxbow:
    name = "oxbow"

    def __init__(self, port: int, cookies: list[str], rooms: list[int]) -> None:
        self.port, self.cookies, self.rooms = port, cookies, rooms

    async def join(self, room: int, person: int) -> ClientConnection:
        headers = {"Cookie": self.cookies[person]}
        socket = await connect(f"ws://127.0.0.1:{self.port}/ws/v1/", additional_headers=headers, max_size=None)
        await socket.send(json.dumps({"id": 0, "do": "follow", "topics": [f"room.{self.rooms[room]}"]}))
        while json.loads(await socket.recv()).get("re") != 0:
            pass
        return socket

    def post(self, room: int, body: str) -> str:
        return json.dumps({"id": 1, "do": "post", "room": self.rooms[room], "client_id": str(uuid4()), "body": body})

    def seen(self, frame: Any) -> list[str]:
        return [message["body"] for message in frame.get("messages", ())]

    def acknowledged(self, frame: Any) -> bool:
        assert "error" not in frame, frame
        return frame.get("re") == 1


class Tutorial:
    """It acknowledges nothing; that one's own message comes back is the nearest to it."""

    name = "tutorial"

    def __init__(self, port: int) -> None:
        self.port = port

    async def join(self, room: int, person: int) -> ClientConnection:
        return await connect(f"ws://127.0.0.1:{self.port}/ws/{room}/", max_size=None)

    def post(self, room: int, body: str) -> str:
        return json.dumps({"body": body})

    def seen(self, frame: Any) -> list[str]:
        return [frame["body"]]

    def acknowledged(self, frame: Any) -> bool:
        return True


@contextmanager
def serving(application: str, path: str, **variables: str) -> Iterator[int]:
    """Run daphne on a free port until the block ends; the port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "daphne",
        "-b",
        "127.0.0.1",
        "-p",
        str(port),
        "--access-log",
        os.devnull,
        application,
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}{path}")
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError as error:
            if getattr(error, "code", None):  # it answers, if only with a refusal
                return
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer.")
