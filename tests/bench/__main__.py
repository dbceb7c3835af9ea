"""`make bench`: one line of JSON a figure. With one of the words below, that alone."""

import json
import signal
import sys
import time
from importlib import import_module

from tests.bench.systems import DATA, databases, manage, report

COMMANDS = {
    "stream": "tests.bench.stream.command",
    "web": "tests.bench.web.command",
    "reading": "tests.bench.reading",
    "catchup": "tests.bench.catchup",
    "search": "tests.bench.search",
    "filters": "tests.bench.filters",
    "spam": "tests.bench.spam",
    "kindred": "tests.bench.kindred",
    "growth": "tests.bench.stream.growth",
    "table": "tests.bench.stream.table",
}


def main(arguments: list[str]) -> None:
    if not arguments:
        measure_all()
    elif arguments[0] in COMMANDS:
        import_module(COMMANDS[arguments[0]]).main(arguments[1:])
    else:
        raise SystemExit(f"python -m tests.bench [{'|'.join(COMMANDS)}]")


def measure_all() -> None:
    from tests.bench.stream import command

    with databases() as addresses:
        command.measure(command.options().parse_args(["--only", "send,calm", "--reps", "3"]), addresses)
        _found()
        measure_opening()
        measure_proposal()
        measure_import()
    for word in ("filters", "spam"):
        import_module(COMMANDS[word]).main([])


def _found() -> None:
    from tests.bench import stage

    stage.found()


def measure_opening() -> None:
    """The latest page of a room over HTTP, and the page around its middle."""
    from tests.bench import stage

    medians = {}
    for size in (100, 100_000):
        latest, middle = stage.open_room(size)
        medians[size] = latest
        report("open a room", "oxbow", messages=size, latest_ms=round(latest, 2), middle_ms=round(middle, 2))
    report("open a room", "oxbow", ratio_of_100000_to_100=round(medians[100_000] / medians[100], 2))


def measure_proposal() -> None:
    """The conversation of a message, with title, category and tags, ready to be promoted."""
    from tests.bench import stage

    report("propose", "oxbow", messages=100_000, median_ms=round(stage.propose(), 1))


def measure_import() -> None:
    from tests.bench import stage

    log = DATA / "2026-01-05.txt"
    log.write_text(stage.irc_log(100_000))
    started = time.perf_counter()
    answer = manage("import_chat", "irc", str(log), "--community", "bench", "--room", "imported")
    seconds = time.perf_counter() - started
    summary = json.loads(answer.strip().splitlines()[-1])
    report(
        "import", "oxbow", lines=summary["lines"], messages=summary["messages"], seconds=round(seconds, 1),
        lines_per_second=round(summary["lines"] / seconds),
    )  # fmt: skip


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # no server stays behind
    main(sys.argv[1:])
