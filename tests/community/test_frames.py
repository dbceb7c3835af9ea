"""Reading frames quickly gives what autobahn alone would give, however they come cut."""

import struct
from itertools import pairwise

import pytest
from autobahn.twisted.websocket import WebSocketServerFactory, WebSocketServerProtocol
from hypothesis import given
from hypothesis import strategies as some
from twisted.internet.testing import StringTransport

from community.realtime import frames

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TEXT, CONTINUED, BINARY, PING = 0x81, 0x80, 0x82, 0x89


class Transport(StringTransport):
    """A connection that can be given up, as autobahn does with one that breaks the rules."""

    def unregisterProducer(self):
        self.producer = None


class Protocol(WebSocketServerProtocol):
    """Writes down what it is told."""

    def onOpen(self):
        self.told = []

    def onMessage(self, payload, isBinary):
        self.told.append((payload, isBinary))

    def onPing(self, payload):
        self.told.append(("ping", payload))


class Quick(Protocol):
    slowly = 0

    def autobahns(self, data):
        self.slowly += 1
        Protocol.dataReceived(self, data)

    dataReceived = frames.quickly(autobahns)


def opened(kind: type[Protocol]) -> Protocol:
    factory = WebSocketServerFactory()
    factory.setProtocolOptions(openHandshakeTimeout=0, closeHandshakeTimeout=0)
    factory.protocol = kind
    protocol = factory.buildProtocol(None)
    protocol.makeConnection(Transport())
    protocol.dataReceived(HANDSHAKE)
    protocol.transport.clear()
    protocol.slowly = 0
    return protocol


def frame(payload: bytes, first: int = TEXT, masked: bool = True, mask: bytes = b"\x37\xfa\x21\x3d") -> bytes:
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", first, 126, size)
    else:
        head = struct.pack("!BBQ", first, 127, size)
    if not masked:
        return head + payload
    head = bytes([head[0], head[1] | 0x80]) + head[2:]
    return head + mask + bytes(sign ^ mask[place % 4] for place, sign in enumerate(payload))


def outcome(kind: type[Protocol], chunks: list[bytes]) -> tuple:
    protocol = opened(kind)
    for chunk in chunks:
        protocol.dataReceived(chunk)
    return protocol.told, protocol.state, protocol.transport.value()


def same(chunks: list[bytes]) -> list:
    """What both tell; fails where they differ."""
    quick, slow = outcome(Quick, chunks), outcome(Protocol, chunks)
    assert quick == slow
    return quick[0]


SIZES = [0, 1, 3, 4, 5, 125, 126, 127, 500, 65_535, 65_536]


@pytest.mark.parametrize("size", SIZES)
def test_a_message_of_any_length_is_read(size):
    assert same([frame(b"x" * size)]) == [(b"x" * size, False)]


def test_whole_messages_never_reach_autobahn():
    protocol = opened(Quick)
    protocol.dataReceived(frame("你好".encode()) + frame(b"y" * 300))
    assert (protocol.told, protocol.slowly) == ([("你好".encode(), False), (b"y" * 300, False)], 0)


WRONG = {
    "no mask": frame(b"x", masked=False),
    "no UTF-8": frame(b"\xff\xfe"),
    "half a sign": frame("你".encode()[:2]),
    "a length of two bytes that fits in one": b"\x81\xfe\x00\x05" + b"\0" * 9,
    "a flag that nobody agreed on": frame(b"x", first=0xC1),
    "a continuation of nothing": frame(b"x", first=CONTINUED),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_answered_as_autobahn_does(wrong):
    assert same([frame(b"before") + wrong + frame(b"after")])[0] == (b"before", False)


def test_a_text_in_parts_with_a_ping_between_is_one_message():
    parts = [frame(b"one ", first=0x01), frame(b"are you there", first=PING), frame(b"two", first=CONTINUED)]
    assert same([b"".join(parts), frame(b"next")]) == [
        ("ping", b"are you there"),
        (b"one two", False),
        (b"next", False),
    ]


@given(
    some.lists(some.tuples(some.text(max_size=200), some.sampled_from([TEXT, BINARY, PING])), max_size=6),
    some.lists(some.integers(0, 1500), max_size=6),
)
def test_frames_cut_anywhere_are_the_same_messages(said, cuts):
    data = b"".join(frame(text.encode()[:125] if first == PING else text.encode(), first) for text, first in said)
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    assert len(same([data[start:end] for start, end in pairwise(places)])) == len(said)
