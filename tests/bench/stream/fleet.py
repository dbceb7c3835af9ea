"""A fleet of sockets: members of rooms who post, watch, and answer heartbeats as the protocol demands."""

import asyncio
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import TypeVar

import picows
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from tests.bench.stream.ledger import Ledger
from tests.bench.stream.tongues import FIRST, FOLLOW, Heard, Tongue

AT_ONCE = 32  # connections made side by side, where a storm is not what is measured
LARGEST = 64 << 20  # bytes of a frame
PATIENCE = 60  # seconds for a connection, and for its follow, to be answered
PARTING = 10  # seconds in which closed connections are to be gone
INSISTENCE = 180  # seconds of trying again
REMEMBERED = 16  # frames; the same one reaches many sockets in a row
TEXT = WSMsgType.TEXT
NOTHING = Heard()

T = TypeVar("T")


class Ear:
    """Understands frames; one that reaches many sockets is read once, and known again by its bytes."""

    def __init__(self, tongue: Tongue) -> None:
        self._read = tongue.read
        self._known: deque[tuple[bytes, Heard]] = deque(maxlen=REMEMBERED)

    def hear(self, frame: bytes) -> Heard:
        for known, heard in self._known:
            if known == frame:
                return heard
        heard = self._read(frame)
        if heard.seen:
            self._known.appendleft((frame, heard))
        return heard


class Socket(WSListener):
    """One person's connection."""

    def __init__(self, fleet: "Fleet", place: int, rooms: list[int], since: int = 0) -> None:
        self.fleet, self.place, self.rooms, self._since = fleet, place, rooms, since
        self.followed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.rev = 0  # where the room stood when it was followed
        self._last = NOTHING
        self._ledger, self._tongue = fleet.ledger, fleet.tongue
        self._hear, self._see = fleet.ear.hear, fleet.ledger.see  # bound once, for what is done with every frame
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        if self._tongue.welcomes:
            self.say(self._tongue.follow(self.place, self.rooms, self._since))
        else:
            self.followed.set_result(None)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != TEXT:
            self._control(transport, frame)
            return
        heard, moment = self._hear(frame.get_payload_as_bytes()), perf_counter()
        if heard.seen:
            self._see(self.place, heard.seen, moment)
            self._last = heard
        if heard.is_own:
            self._learn(heard, moment)

    @property
    def reached(self) -> int:
        """The number up to which this socket has heard of its room."""
        return max(self._since, self._last.reached)

    def _learn(self, heard: Heard, moment: float) -> None:
        if not self.followed.done():
            self._arrive(heard)
        elif heard.refused:
            self._be_refused(heard)
        numbers = heard.seen if self._tongue.echoes else heard.answered
        self._ledger.acknowledge([number for number in numbers if self._ledger.owners[number] == self.place], moment)
        if heard.beat is not None:  # TCP keeps the order: what was sent before this beat has arrived
            self.fleet.beats += 1
            self.say(self._tongue.beat(heard.beat))

    def _be_refused(self, heard: Heard) -> None:
        for number, words in heard.refused:
            self.fleet.refused.append(words)
            if number >= FIRST:
                self._ledger.refuse(number)

    def _arrive(self, heard: Heard) -> None:
        if heard.refused:
            self.followed.set_exception(ConnectionRefusedError(heard.refused[0][1]))
        elif FOLLOW in heard.answered:
            self.rev = heard.rev or 0
            self.followed.set_result(None)

    def _control(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            self.fleet.closed[frame.get_close_code()] += 1
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.gone.set_result(None)
        if not self.followed.done():
            self.followed.set_exception(ConnectionResetError("Closed before it followed."))

    def say(self, text: str) -> None:
        assert self.transport
        self.transport.send(TEXT, text.encode())

    def leave(self) -> None:
        """Cut the line, as a train in a tunnel does."""
        assert self.transport
        self.transport.disconnect(graceful=False)


async def get(port: int, path: str, headers: dict[str, str]) -> bytes:
    """The body of an answer.

    Raises:
        ConnectionRefusedError: the answer is not 200.
    """
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode())
        head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
    finally:
        writer.close()
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
        raise ConnectionRefusedError(head[:60])
    return body


class Fleet:
    """The sockets of one server. Person n is the n-th socket.

    Args:
        port: of the server.
        pages: the port at which what a client asks for beside is asked, where that is another server.
        readers: how many sockets follow each room.
    """

    def __init__(self, tongue: Tongue, port: int) -> None:
        self.tongue, self.port, self.pages = tongue, port, port
        self.ledger = Ledger()
        self.ear = Ear(tongue)
        self.sockets: list[Socket] = []
        self.readers: dict[int, int] = {}
        self.refused: list[bytes] = []
        self.closed: Counter[WSCloseCode] = Counter()
        self.beats = 0
        self.retries: Counter[str] = Counter()  # by their reason

    async def join(self, people: list[list[int]], at_once: int = AT_ONCE) -> None:
        """Connect one more person for each list of rooms, and wait until they follow them."""
        turn = asyncio.Semaphore(at_once)
        first = len(self.sockets)
        for rooms in people:
            for room in rooms:
                self.readers[room] = self.readers.get(room, 0) + 1

        async def one(place: int, rooms: list[int]) -> Socket:
            async with turn:
                return await self.connected(place, rooms)

        self.sockets += await asyncio.gather(*(one(first + place, rooms) for place, rooms in enumerate(people)))

    async def connected(self, place: int, rooms: list[int], since: int = 0) -> Socket:
        """A socket that follows its rooms, and hears of the first one what changed since a number, if not too much."""
        return await self._insisting(lambda: self._connect(place, rooms, since))

    async def fetched(self, path: str, headers: dict[str, str]) -> bytes:
        """The answer to a GET on a connection of its own."""
        return await self._insisting(lambda: get(self.port, path, headers))

    async def looked_at(self, path: str, headers: dict[str, str]) -> bytes:
        """The same from the server that has the pages."""
        return await self._insisting(lambda: get(self.pages, path, headers))

    async def _insisting(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Try until it succeeds, later each time, as clients do."""
        pause, deadline = 0.25, perf_counter() + INSISTENCE
        while True:
            try:
                return await attempt()
            except (OSError, TimeoutError, EOFError, picows.WSError) as error:
                if perf_counter() > deadline:
                    raise
                self.retries[repr(error)] += 1
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))
                pause = min(4.0, pause * 2)

    async def _connect(self, place: int, rooms: list[int], since: int) -> Socket:
        socket = Socket(self, place, rooms, since)
        await picows.ws_connect(
            lambda: socket,
            self.tongue.address(self.port, rooms[0]),
            extra_headers=self.tongue.headers(place) or None,
            websocket_handshake_timeout=PATIENCE,
            max_frame_size=LARGEST,
        )
        if socket.transport is None:  # picows passes over a line that is lost in the middle of the handshake
            raise ConnectionResetError("Closed before it opened.")
        try:
            await asyncio.wait_for(socket.followed, PATIENCE)
        except (OSError, TimeoutError):
            socket.leave()
            raise
        return socket

    async def mend(self) -> None:
        """Bring back whoever was sent away."""
        lost = [socket for socket in self.sockets if socket.gone.done()]
        for socket in lost:
            self.sockets[socket.place] = await self.connected(socket.place, socket.rooms)

    def post(self, place: int, room: int) -> int:
        """Let a person post into a room; the post's number."""
        number = self.ledger.post(place, self.readers[room])
        self.sockets[place].say(self.tongue.post(room, number))
        return number

    async def settle(self, seconds: float) -> None:
        """End a measurement, after waiting for the stragglers; what is missing then counts as lost."""
        deadline = perf_counter() + seconds
        while not self.ledger.is_settled() and perf_counter() < deadline:
            await asyncio.sleep(0.02)
        self.ledger.close()

    async def leave(self) -> None:
        """Everybody goes, without a word."""
        for socket in self.sockets:
            socket.leave()
        if self.sockets:
            await asyncio.wait([socket.gone for socket in self.sockets], timeout=PARTING)
