"""The small parts of the socket."""

import asyncio
import socket
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.error import ConnectionLost
from twisted.internet.protocol import Protocol
from twisted.internet.tcp import Connection
from twisted.internet.testing import MemoryReactor
from twisted.python.failure import Failure

from community.clock import now
from community.errors import TooMany
from community.realtime import outbox, presence
from community.realtime.flood import Bucket
from community.realtime.outbox import Outbox
from community.realtime.presence import Here
from community.realtime.wire import Packet, writer


class Nowhere:
    """A writer that only remembers."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, packet: Packet) -> None:
        self.sent.append(packet.payload)

    def stop(self) -> None: ...


def test_a_bucket_gives_its_count_at_once_and_then_refuses():
    bucket = Bucket(3, 60)
    for _ in range(3):
        bucket.take()
    with pytest.raises(TooMany) as refusal:
        bucket.take()
    assert refusal.value.data["retry_after"] == 20
    assert bucket.refused == 1


def test_an_outbox_takes_no_more_than_a_client_may_leave_unanswered():
    box = Outbox(Nowhere())
    assert all(box.put(Packet(b"x")) for _ in range(outbox.MOST_FRAMES))
    assert not box.put(Packet(b"x"))
    box.answer(10)
    assert all(box.put(Packet(b"x")) for _ in range(10))
    assert not box.put(Packet(b"x"))


def test_an_outbox_counts_bytes_too():
    box = Outbox(Nowhere())
    half = b"x" * (outbox.MOST_BYTES // 2)
    assert box.put(Packet(half))
    assert box.put(Packet(half))
    assert not box.put(Packet(b"x"))
    box.answer(1)
    assert box.put(Packet(half))


def test_who_is_sent_few_but_long_packets_is_asked_while_there_is_room_for_more():
    box = Outbox(Nowhere())
    long = Packet(b"x" * (outbox.MOST_BYTES // 8))
    while not box.is_long:
        assert box.put(long)
    assert box.put(long)
    box.answer(box.put_in)
    assert not box.is_long


def test_frames_that_went_together_are_answered_together():
    box = Outbox(Nowhere())
    assert box.put(Packet(b"[1,2,3]", 3))
    assert box.put(Packet(b"4"))
    box.answer(2)
    assert box.unanswered == 4
    box.answer(3)
    assert box.unanswered == 1
    assert not box.put(Packet(b"many", outbox.MOST_FRAMES))


@pytest.mark.parametrize("answered", [-1, 0, 10**12])
def test_an_answer_from_nowhere_does_no_harm(answered):
    box = Outbox(Nowhere())
    box.put(Packet(b"x"))
    box.answer(answered)
    assert box.unanswered in {0, 1}
    assert box.put(Packet(b"y"))


def test_an_outbox_sends_in_order_and_nothing_that_it_did_not_take():
    writer = Nowhere()
    box = Outbox(writer)
    packets = Packet(b"1"), Packet(b"many", outbox.MOST_FRAMES), Packet(b"2")
    assert [box.put(packet) for packet in packets] == [True, False, True]
    assert writer.sent == [b"1", b"2"]


@pytest.mark.parametrize(("size", "header"), [(125, "817d"), (126, "817e007e"), (65_536, "817f0000000000010000")])
def test_a_frame_is_made_once_as_the_protocol_has_it(size, header):
    packet = Packet(b"x" * size)
    assert packet.framed == bytes.fromhex(header) + b"x" * size
    assert packet.framed is packet.framed


async def test_a_server_that_is_not_known_gets_frames_in_order_through_its_own_send():
    sent = []
    done = asyncio.Event()

    async def send(message: dict) -> None:
        await asyncio.sleep(0)
        sent.append(message)
        if len(sent) == 3:
            done.set()

    out = writer(send)
    for body in (b"1", b"2", "\u4e09".encode()):
        out.write(Packet(body))
    await asyncio.wait_for(done.wait(), 10)
    assert sent == [{"type": "websocket.send", "text": text} for text in ("1", "2", "\u4e09")]


def test_a_connection_that_was_lost_before_it_is_served_gets_a_writer_all_the_same():
    near, far = socket.socketpair()
    served = WebSocketProtocol()
    served.transport = Connection(near, Protocol(), MemoryReactor())
    served.transport.connected = 1
    assert type(writer(partial(served.handle_reply, served))).__name__ == "_OnDaphne"
    served.transport.connectionLost(Failure(ConnectionLost()))
    assert type(writer(partial(served.handle_reply, served))).__name__ == "_OnAsgi"
    far.close()


async def test_a_writer_that_was_stopped_sends_nothing_more():
    sent = []

    async def send(message: dict) -> None:
        sent.append(message)

    out = writer(send)
    out.write(Packet(b"1"))
    out.stop()
    for _ in range(5):
        await asyncio.sleep(0)
    assert sent == []


def test_presence_runs_out_by_itself(ada, ben, square):
    presence.enter([Here(square.pk, ada.pk, shown=True)])
    assert presence.here(square.pk) == [ada.pk]
    with time_machine.travel(now() + timedelta(seconds=presence.LASTS + 1)):
        presence.enter([Here(square.pk, ben.pk, shown=False)])
        assert presence.here(square.pk) == [ben.pk]
        presence.leave([Here(square.pk, ben.pk, shown=False)])
        assert presence.here(square.pk) == []
