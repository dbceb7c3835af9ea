"""What is made of the moments that a browser tells."""

import json
import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

SECOND = 1000.0  # of the browser's clock
SHOWN = ("STATE_PRESENTED_ALL", "STATE_PRESENTED_PARTIAL")  # with and without what the page's own thread had to say
MISSING = ("has_missing_content", "checkerboarded_needs_raster", "checkerboarded_needs_record")


def frames(moments: Sequence[float]) -> dict[str, float]:
    """Frames a second, the same in the worst second of all, and the longest frame in milliseconds."""
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    return {
        "fps": SECOND * len(gaps) / (moments[-1] - moments[0]),
        "worst_fps": _worst(moments),
        "longest_ms": max(gaps),
    }


def _worst(moments: Sequence[float]) -> float:
    """The fewest frames that any whole second holds, which begins with a frame."""
    counts, end = [], 0
    for start, moment in enumerate(moments):
        if moment + SECOND > moments[-1]:
            break
        while moments[end] <= moment + SECOND:
            end += 1
            if end == len(moments):
                break
        counts.append(end - start - 1)
    return min(counts, default=math.nan)


def scrolled(trace: bytes) -> tuple[list[float], int]:
    """The frames of a scroll that came to the screen, as Chromium reports them (`PipelineReporter`).

    Returns:
        The moment of each in milliseconds, and in how many of them something stood empty that is not.
    """
    events = [event for event in json.loads(trace)["traceEvents"] if event["name"] == "PipelineReporter"]
    told = [(event["ts"], event["args"]["frame_reporter"]) for event in events if event["ph"] == "b"]
    shown = [(ts, frame) for ts, frame in told if frame["scroll_state"] != "SCROLL_NONE" and frame["state"] in SHOWN]
    moments = {frame["frame_sequence"]: ts / 1000 for ts, frame in shown}
    empty = {frame["frame_sequence"] for _, frame in shown if any(frame[name] for name in MISSING)}
    return sorted(moments.values()), len(empty)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much is added a unit, by the line that lies nearest to the points."""
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def share(values: Sequence[float], part: float) -> float:
    """The value that so large a part of all does not exceed."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Of each figure, over all runs that have it."""
    names = dict.fromkeys(name for run in runs for name in run)
    return {name: statistics.median(run[name] for run in runs if name in run) for name in names}
