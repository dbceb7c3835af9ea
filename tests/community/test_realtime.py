"""The small parts of the socket."""

import asyncio
from datetime import timedelta

import pytest
import time_machine

from community.clock import now
from community.errors import TooMany
from community.realtime import outbox, presence
from community.realtime.flood import Bucket
from community.realtime.outbox import Outbox


async def nowhere(frame: bytes) -> None:
    return None


def test_a_bucket_gives_its_count_at_once_and_then_refuses():
    bucket = Bucket(3, 60)
    for _ in range(3):
        bucket.take()
    with pytest.raises(TooMany) as refusal:
        bucket.take()
    assert refusal.value.data["retry_after"] == 20
    assert bucket.refused == 1


def test_an_outbox_takes_no_more_than_a_client_may_leave_unanswered():
    box = Outbox(nowhere)
    assert all(box.put(b"x") for _ in range(outbox.MOST_FRAMES))
    assert not box.put(b"x")
    box.answer(10)
    assert all(box.put(b"x") for _ in range(10))
    assert not box.put(b"x")


def test_an_outbox_counts_bytes_too():
    box = Outbox(nowhere)
    half = b"x" * (outbox.MOST_BYTES // 2)
    assert box.put(half)
    assert box.put(half)
    assert not box.put(b"x")
    box.answer(1)
    assert box.put(half)


def test_frames_that_went_together_are_answered_together():
    box = Outbox(nowhere)
    assert box.put(b"[1,2,3]", 3)
    assert box.put(b"4")
    box.answer(2)
    assert box.unanswered == 4
    box.answer(3)
    assert box.unanswered == 1
    assert not box.put(b"many", outbox.MOST_FRAMES)


@pytest.mark.parametrize("answered", [-1, 0, 10**12])
def test_an_answer_from_nowhere_does_no_harm(answered):
    box = Outbox(nowhere)
    box.put(b"x")
    box.answer(answered)
    assert box.unanswered in {0, 1}
    assert box.put(b"y")


async def test_an_outbox_sends_in_order_and_waits_when_it_is_empty():
    sent = []

    async def send(frame: bytes) -> None:
        sent.append(frame)

    box = Outbox(send)
    task = asyncio.create_task(box.run())
    for frame in (b"1", b"2"):
        box.put(frame)
    await asyncio.sleep(0)
    box.put(b"3")
    while len(sent) < 3:
        await asyncio.sleep(0)
    task.cancel()
    assert sent == [b"1", b"2", b"3"]


def test_presence_runs_out_by_itself(ada, ben, square):
    presence.enter(square.pk, ada)
    assert presence.here(square.pk) == [ada.pk]
    with time_machine.travel(now() + timedelta(seconds=presence.LASTS + 1)):
        presence.enter(square.pk, ben)
        assert presence.here(square.pk) == [ben.pk]
        presence.leave(square.pk, ben)
        assert presence.here(square.pk) == []
