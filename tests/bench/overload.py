"""`python -m tests.bench.overload [FOLDER...]`: does the meter call those hours of real logs overloaded that are?

The pure state machine goes through IRC logs minute by minute, with the default limits and nothing else. An hour of the
clock is overloaded in truth when more than 40 people post in any 20 minutes of it, or more than 5 messages a minute are
posted in it on average; the meter says so when it stands at "overloaded" for at least half of the hour. Only hours that
lie wholly within a log count. Prints one line of JSON a set of logs and a band of hysteresis; the last line is all logs
with the meter as it is.
"""

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chat.importing import days, files, irc, people
from chat.overload import meter, words
from chat.overload.meter import Minute

SHARED = Path(os.environ.get("OXBOW_SHARED") or Path(__file__).resolve().parents[3] / "shared")
SETS = ("train", "dev")
POSTERS, MESSAGES = 40, 5  # in 20 minutes, a minute: the definition of an overloaded hour
BANDS = ((1.0, 0.8), (1.0, 0.9), (1.1, 0.8), (1.1, 0.9), (1.2, 0.8))  # strain at which "overloaded" is entered, left


@dataclass(frozen=True)
class Hour:
    """An hour of a log, as it was and as the meter saw it."""

    truth: bool
    called: bool


Minutes = dict[int, Minute]  # by minutes since 1970


def main(folders: list[str]) -> None:
    paths = [Path(folder) for folder in folders] or [SHARED / "data" / "ubuntu" / name for name in SETS]
    logs = {path.name: [counted(file) for file in sorted(path.glob("*.raw.txt"))] for path in paths}
    if not all(logs.values()):
        raise SystemExit(
            "No logs here: name folders with *.raw.txt, or the one that holds data/ubuntu in OXBOW_SHARED."
        )
    everything = [log for found in logs.values() for log in found]
    for enter, leave in BANDS:
        with band(enter, leave):
            report("overload band", everything, enter=enter, leave=leave)
    for name, found in logs.items():
        report("overload set", found, set=name)
    report("overload", everything)


def counted(path: Path) -> Minutes:
    """A log as the meter gets it."""
    log = files.LogFile(path, files.day_of(path.name))
    lines = list(irc.parse(files.lines(log)))
    speakers = people.who_speaks(lines)
    said: dict[int, list[tuple[int, float]]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for line, at in zip(lines, days.moments([line.minute for line in lines], log.day, "UTC"), strict=True):
        if line.is_spoken:
            poster = numbers.setdefault(speakers[line.number].source, len(numbers))
            said[int(at.timestamp()) // 60].append((poster, words.count(irc.said(line))))
    return {at: _minute(some) for at, some in said.items()}


def _minute(said: list[tuple[int, float]]) -> Minute:
    return Minute(len(said), sum(many for _, many in said), frozenset(by for by, _ in said))


def report(bench: str, logs: list[Minutes], **more: object) -> None:
    found = Counter((hour.truth, hour.called) for log in logs for hour in hours(log))
    right, wrong, missed = found[True, True], found[False, True], found[True, False]
    figures = {"precision": round(right / max(1, right + wrong), 3), "recall": round(right / max(1, right + missed), 3)}
    counts = {"logs": len(logs), "hours": found.total(), "overloaded": right + missed, "wrong": wrong, "missed": missed}
    print(json.dumps({"bench": bench} | more | (counts if bench != "overload" else {}) | figures), flush=True)


def hours(log: Minutes) -> Iterator[Hour]:
    """The whole hours of a log."""
    states = stood(log)
    for first in range(-(-min(log) // 60) * 60, max(log) - 58, 60):
        within = [states[at] == "overloaded" for at in range(first, first + 60)]
        yield Hour(is_overloaded(log, first), sum(within) >= 30)


def is_overloaded(log: Minutes, first: int) -> bool:
    messages = sum(log[at].messages for at in range(first, first + 60) if at in log)
    crowd = max(len(window(log, at)[1]) for at in range(first + meter.WINDOW - 1, first + 60))
    return messages > MESSAGES * 60 or crowd > POSTERS


def stood(log: Minutes) -> dict[int, str]:
    """The state at the end of each minute of a log."""
    standing, states = meter.Standing("calm", datetime.fromtimestamp(min(log) * 60, UTC)), {}
    for at in range(min(log), max(log) + 1):
        strain = meter.strain(meter.read(window(log, at)[0]), meter.Limits())
        standing = meter.step(standing, strain, datetime.fromtimestamp(at * 60 + 60, UTC))
        states[at] = standing.state
    return states


def window(log: Minutes, last: int) -> tuple[list[Minute], frozenset[int]]:
    """The twenty minutes that end with one, and who posted in them."""
    spoken = [log[at] for at in range(last - meter.WINDOW + 1, last + 1) if at in log]
    return spoken, frozenset[int]().union(*(minute.posters for minute in spoken))


@contextmanager
def band(enter: float, leave: float) -> Iterator[None]:
    """Another hysteresis, for comparison."""
    before = meter.ENTER["overloaded"], meter.LEAVE["overloaded"]
    meter.ENTER["overloaded"], meter.LEAVE["overloaded"] = enter, leave
    try:
        yield
    finally:
        meter.ENTER["overloaded"], meter.LEAVE["overloaded"] = before


if __name__ == "__main__":
    main(sys.argv[1:])
