"""The web bench counts right, and its line is as bad as it says."""

import asyncio
import json
import random

import pytest

from tests.bench.web import line, reckoning
from tests.bench.web.line import CALM, SEGMENT, Way, Weather

PATIENCE = 10  # seconds


class Unlucky(random.Random):
    """Loses the segments of these turns."""

    def __init__(self, *turns: int) -> None:
        super().__init__(1)
        self._turns, self._turn = turns, -1

    def random(self) -> float:
        self._turn += 1
        return 0.0 if self._turn in self._turns else 1.0


def arrivals(chance: random.Random, segments: int, **weather: float) -> list[float]:
    return Way(chance).arrivals(0.0, [SEGMENT] * segments, Weather(loss=0.02, **weather))


def test_one_long_frame_is_told_although_most_were_quick():
    moments = [*(place * 16 for place in range(63)), 1492.0]
    found = reckoning.frames(moments)
    assert found["longest_ms"] == 500
    assert found["fps"] == pytest.approx(63 / 1.492)


def test_the_worst_second_counts_no_second_that_was_cut_short():
    moments = [*(place * 10.0 for place in range(101)), *(1000 + place * 100.0 for place in range(1, 11)), 2005.0]
    assert reckoning.frames(moments)["worst_fps"] == 10


def test_too_short_a_time_has_no_worst_second():
    assert reckoning.frames([0, 16, 32])["worst_fps"] != reckoning.frames([0, 16, 32])["worst_fps"]


def test_of_a_scroll_those_frames_count_that_were_shown_while_it_scrolled():
    told = [
        reported(1, "STATE_PRESENTED_ALL"),
        reported(2, "STATE_PRESENTED_PARTIAL", has_missing_content=True),
        reported(2, "STATE_PRESENTED_ALL"),  # what the page's own thread brought for it later
        reported(3, "STATE_DROPPED"),
        reported(4, "STATE_PRESENTED_ALL", scroll_state="SCROLL_NONE"),
        {"name": "PipelineReporter", "ph": "e", "ts": 5000, "args": {}},
        {"name": "RunTask", "ph": "X", "ts": 6000},
        reported(5, "STATE_PRESENTED_ALL", checkerboarded_needs_raster=True),
    ]
    assert reckoning.scrolled(json.dumps({"traceEvents": told}).encode()) == ([1.0, 2.0, 5.0], 2)


def reported(number: int, state: str, **more: object) -> dict[str, object]:
    frame = {"frame_sequence": number, "state": state, "scroll_state": "SCROLL_COMPOSITOR_THREAD"}
    frame |= dict.fromkeys(reckoning.MISSING, False) | more
    return {"name": "PipelineReporter", "ph": "b", "ts": number * 1000, "args": {"frame_reporter": frame}}


def test_a_heap_that_only_breathes_has_no_slope():
    assert reckoning.slope([(2, 10), (4, 11), (6, 11), (8, 10)]) == pytest.approx(0)
    assert reckoning.slope([(2, 10), (4, 12), (6, 14), (8, 16)]) == pytest.approx(1)


def test_the_ninety_fifth_of_twenty_is_the_last_but_one():
    assert reckoning.share(range(1, 21), 0.95) == 19
    assert reckoning.share([5], 0.95) == 5


def test_a_figure_that_not_every_run_has_is_the_median_of_those_that_do():
    assert reckoning.medians([{"a": 1, "b": 9}, {"a": 3}, {"a": 2}]) == {"a": 2, "b": 9}


def test_a_narrow_line_takes_its_time_for_each_segment():
    assert arrivals(Unlucky(), 3, trip=0.2, rate=SEGMENT) == pytest.approx([1.1, 2.1, 3.1])


def test_what_follows_a_lost_segment_waits_for_it_a_round_trip():
    assert arrivals(Unlucky(0), 4, trip=0.3, rate=1e12) == pytest.approx([0.45] * 4, abs=1e-6)


def test_a_loss_at_the_end_waits_for_the_timer_and_twice_as_long_when_it_is_lost_again():
    assert arrivals(Unlucky(0), 1, trip=0.3, rate=1e12) == pytest.approx([0.15 + 0.5], abs=1e-6)
    assert arrivals(Unlucky(0, 1), 1, trip=0.3, rate=1e12) == pytest.approx([0.15 + 0.5 + 1.0], abs=1e-6)


def test_a_connection_takes_a_round_trip_and_a_second_more_when_its_opening_is_lost():
    weather = Weather(trip=0.3, loss=0.02)
    assert Way(Unlucky()).opening(weather) == pytest.approx(0.3)
    assert Way(Unlucky(0)).opening(weather) == pytest.approx(1.3)


@pytest.mark.parametrize("weather", [CALM, Weather(trip=0.02, rate=3e6, loss=0.02)])
async def test_what_is_sent_arrives_whole_and_in_order(weather):
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read())
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        with line.opened(server.sockets[0].getsockname()[1]) as way:
            way.weather = weather
            reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
            sent = random.Random(1).randbytes(300_000)
            writer.write(sent)
            writer.write_eof()
            assert await asyncio.wait_for(reader.read(), PATIENCE) == sent
            writer.close()
