"""`python -m tests.bench.engine`: processor time that telling a message's conversation takes, on real logs.

Each log is read `RUNS` times and the quickest counts: what else the machine does only adds.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chat.conversations.engine import Line, Listener, link, logs, trained
from tests.bench import overload

RUNS = 3
LOGS = 5
ASKED = 0.2  # of the log, at its end, where links are wanted of that part only


def online(lines: list[Line]) -> None:
    listener = Listener()
    for line in lines:
        listener.hear(line)


def hindsight(lines: list[Line]) -> None:
    link(lines)


def end(lines: list[Line]) -> None:
    link(lines, since=lines[int(len(lines) * (1 - ASKED))].key)


WAYS: tuple[Callable[[list[Line]], None], ...] = (online, hindsight, end)


def quickest(way: Callable[[list[Line]], None], lines: list[Line]) -> float:
    """Seconds of processor time."""
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        way(lines)
        spent.append(time.process_time() - began)
    return min(spent)


def main(folders: list[str]) -> None:
    folder = Path(folders[0]) if folders else overload.SHARED / "data" / "ubuntu" / "dev"
    found = [logs.read(path.read_bytes()) for path in sorted(folder.glob("*.ascii.txt"))[:LOGS]]
    if not found:
        raise SystemExit("No logs here: name a folder, or the one that holds data/ubuntu in OXBOW_SHARED.")
    trained()
    said = sum(bool(line.author) for lines in found for line in lines)
    each = {way.__name__: 1000 * sum(quickest(way, lines) for lines in found) / said for way in WAYS}
    print(json.dumps({"bench": "engine", "messages": said} | {f"{way}_ms": round(ms, 2) for way, ms in each.items()}))


if __name__ == "__main__":
    main(sys.argv[1:])
