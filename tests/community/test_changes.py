"""What changed while somebody was away: read once for all who are behind by the same, and never too much."""

import asyncio

import pytest

from community.realtime import changes, topics
from community.realtime.changes import between


class Page:
    """What stands for a shape."""

    def __init__(self, length: int) -> None:
        self._length = length

    def encoded(self) -> bytes:
        return b"x" * self._length


class Reader:
    """A kind of topic of which is counted how often it is read."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.length = 10

    def __call__(self, pk: int, since: int) -> Page:
        self.asked.append((pk, since))
        if self.length < 0:
            raise RuntimeError("The database is away.")
        return Page(self.length)


@pytest.fixture
def reader(monkeypatch) -> Reader:
    read = Reader()
    monkeypatch.setitem(topics.KINDS, "test", topics.Kind(list, changes=read))
    monkeypatch.setattr(changes, "_kept", changes._Kept())
    return read


async def test_a_hundred_who_are_behind_by_the_same_cost_one_reading(reader):
    told = await asyncio.gather(*(between({"test.1": 3}, {"test.1": 5}) for _ in range(100)))
    assert reader.asked == [(1, 3)]
    assert told == [{"test.1": b"xxxxxxxxxx"}] * 100


async def test_whoever_comes_a_moment_later_gets_the_same_page(reader):
    first = await between({"test.1": 3}, {"test.1": 5})
    assert await between({"test.1": 3}, {"test.1": 5}) == first
    assert reader.asked == [(1, 3)]


async def test_a_page_is_read_again_once_the_topic_has_moved_on(reader):
    await between({"test.1": 3}, {"test.1": 5})
    await between({"test.1": 3}, {"test.1": 6})
    assert reader.asked == [(1, 3), (1, 3)]


async def test_a_page_is_not_handed_on_for_long(reader, monkeypatch):
    monkeypatch.setattr(changes, "LASTS", 0)
    await between({"test.1": 3}, {"test.1": 5})
    await between({"test.1": 3}, {"test.1": 5})
    assert len(reader.asked) == 2


@pytest.mark.parametrize("held", [{}, {"test.1": 5}, {"test.1": 9}, {"test.2": 1}])
async def test_nothing_is_read_for_somebody_who_holds_everything(reader, held):
    assert await between(held, {"test.1": 5}) == {}
    assert reader.asked == []


async def test_what_is_too_much_for_one_answer_is_left_out(reader):
    reader.length = changes.LARGEST + 1
    assert await between({"test.1": 3}, {"test.1": 5}) == {}


async def test_pages_that_do_not_all_fit_are_left_out_in_part(reader):
    reader.length = changes.LARGEST // 2
    numbers = {f"test.{pk}": 5 for pk in range(4)}
    assert len(await between(dict.fromkeys(numbers, 3), numbers)) == 2


async def test_somebody_who_is_behind_everywhere_does_not_keep_the_others_waiting(reader):
    numbers = {f"test.{pk}": 5 for pk in range(200)}
    assert len(await between(dict.fromkeys(numbers, 3), numbers)) == changes.MOST_TOPICS
    assert len(reader.asked) == changes.MOST_TOPICS


async def test_a_reading_that_fails_leaves_the_rest_to_http(reader, caplog):
    reader.length = -1
    assert await between({"test.1": 3}, {"test.1": 5}) == {}
    assert "could not be brought along" in caplog.text
