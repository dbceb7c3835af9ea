"""`python -m tests.bench table < figures.jsonl`: lines of `stream` and `growth` as the tables of docs/performance.md.

With `--fill` they replace those that stand there, between the comments `<!-- stream -->`, `<!-- growth -->`,
`<!-- million -->` or `<!-- http -->` and `<!-- end -->`.
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.stream import million
from tests.bench.systems import ROOT, SYSTEMS

PAGE = ROOT / "docs" / "performance.md"
Line = dict[str, Any]
Cells = Iterable[str]


@dataclass(frozen=True)
class Row:
    """A figure of the stream: which line and which number of it, how it is called, what others reach."""

    title: str
    bench: str
    number: str
    unit: str
    target: str
    peers: str
    size: Line = field(default_factory=dict)

    def of(self, lines: list[Line], system: str) -> Line | None:
        wanted = {"bench": self.bench, "system": system} | self.size
        found = [line for line in lines if wanted.items() <= line.items() and (self.number in line or _failed(line))]
        return found[-1] if found else None


def _fanout(members: int, target: str, peers: str) -> Iterable[Row]:
    size = {"members": members}
    yield Row(f"fan-out, {members:,} members", "fanout", "deliveries_per_s", "/s", target, peers, size)
    yield Row("the same, p99 at that load", "fanout", "p99_ms", " ms", "≤ 100 ms", "", size)


def _waits(title: str, bench: str, p50: str, p99: str, peers: str) -> Iterable[Row]:
    yield Row(f"{title}, p50", bench, "p50_ms", " ms", p50, "")
    yield Row("the same, p99", bench, "p99_ms", " ms", p99, peers)


def _sent(senders: int, members: int, target: str, peers: str) -> Row:
    title = f"posts acknowledged, {senders} senders in {senders} rooms of {members}"
    size = {"senders": senders, "members": members}
    return Row(title, "send", "posts_per_s", "/s", target, peers, size)


def _failed(line: Line) -> bool:
    """Whether somebody never came back."""
    return bool(line.get("missing"))


STORM = {"sockets": 2000}
APP = {"sockets": 1000, "topics": 33}
ROWS = (
    *_fanout(100, "≥ 200,000", "16,800 (ejabberd)"),
    *_fanout(500, "≥ 300,000", "31,000 (NodeBB)"),
    *_fanout(1000, "≥ 400,000", "40,100 (NodeBB)"),
    *_waits("10 posts/s to 1,000 members", "rate", "", "≤ 25 ms", "54 ms (ejabberd)"),
    *_waits("one post a second into a room of 100", "calm", "≤ 10 ms", "≤ 30 ms", ""),
    _sent(8, 10, "≥ 1,500/s", "558 (ejabberd)"),
    _sent(64, 10, "≥ 5,000/s", ""),
    _sent(64, 1, "≥ 5,000/s", ""),
    Row("memory of an idle socket", "idle", "kb_per_socket", " kB", "≤ 40 kB", ""),
    Row("2,000 sockets lost at once: all back, followed and caught up", "storm", "back_s", " s", "≤ 5 s", "", STORM),
    Row("the longest that somebody posting meanwhile waits", "storm", "stall_ms", " ms", "≤ 500 ms", "", STORM),
    Row("1,000 that follow what the web app follows: the same", "storm", "back_s", " s", "≤ 5 s", "", APP),
    Row("until their notices and lists of rooms have come as well", "storm", "all_there_s", " s", "", "", APP),
    Row("the longest wait of a poster meanwhile", "storm", "stall_ms", " ms", "≤ 500 ms", "", APP),
)


def main(arguments: list[str]) -> None:
    lines = [json.loads(line) for line in sys.stdin if line.startswith("{")]
    tables = {"stream": stream(lines), "growth": growth(lines), "million": _reckoned(lines), "http": reading(lines)}
    if "--fill" in arguments:
        fill({name: table for name, table in tables.items() if table})
    else:
        print("\n\n".join(filter(None, tables.values())))


def fill(tables: dict[str, str]) -> None:
    text = PAGE.read_text()
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, found, rest = text.partition(begin)
        assert found, f"{PAGE} has no place for the table {name}."
        text = f"{before}{begin}{table}\n{end}{rest.partition(end)[2]}"
    PAGE.write_text(text)


def stream(lines: list[Line]) -> str:
    """Ours beside the tutorial's: medians, with the least and the most in brackets."""
    delivering = [line for line in lines if line["bench"] in DELIVERING]
    rows = [_side_by_side(row, ours, row.of(lines, "tutorial")) for row in ROWS if (ours := row.of(lines, "oxbow"))]
    counts = [_counted(number, delivering) for number in ("lost", "doubled")]
    return _table(HEAD, [*rows, *counts]) if delivering else ""


HEAD = ("figure", "target", "Oxbow", "tutorial", "ratio", "runs", "best peer that stores")
DELIVERING = ("fanout", "rate", "calm", "send")


def _side_by_side(row: Row, ours: Line, theirs: Line | None) -> tuple[str, ...]:
    ratio = _ratio(row, ours, theirs)
    return row.title, row.target, _cell(row, ours), _cell(row, theirs), ratio, str(ours.get("runs", "")), row.peers


def _counted(number: str, lines: list[Line]) -> tuple[str, ...]:
    counts = [sum(line.get(number, 0) for line in lines if line["system"] == name) for name in SYSTEMS]
    return f"deliveries {number}, of all the above", "0", *map(str, counts), "", "", ""


def _cell(row: Row, line: Line | None) -> str:
    if line is None:
        return ""
    if row.number not in line:
        return f"{line['missing']:,} not back after {line['given_up_s']} s"
    least, most = line["range"][row.number]
    return f"{_told(line[row.number])}{row.unit} ({_told(least)} to {_told(most)})"


def _ratio(row: Row, ours: Line, theirs: Line | None) -> str:
    if theirs is None or not theirs.get(row.number) or row.number not in ours:
        return ""
    ratio = ours[row.number] / theirs[row.number]
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _told(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def reading(lines: list[Line]) -> str:
    """Pages over HTTP behind gunicorn: medians, with the least and the most in brackets; beside them daphne's."""
    pages = [line for line in lines if line["bench"] == "http"]
    daphne = {line["path"]: line for line in pages if line["server"] == "daphne"}
    rows = [_page_row(line, daphne.get(line["path"], {})) for line in pages if line["server"] == "gunicorn"]
    return _without_empty(PAGE_HEAD, rows) if rows else ""


def _page_row(line: Line, daphne: Line) -> list[str]:
    numbers = [_spread(line, number) for number in PAGE_NUMBERS]
    return [PAGES.get(line["path"], line["path"]), *numbers, _spread(daphne, "requests_per_s"), str(line["runs"])]


PAGES = {
    "room list of 200": "room list of 200 rooms",
    "first page of 1000": "first page of a room of 1,000 messages",
    "first page of 1000000": "the same, of 1,000,000 messages",
    "changes after": "the last ten changes of that room",
    "no changes": "the same, nothing changed",
    "20 of 100 posts": "20 posts of a thread of 100",
    "20 of 10000 posts": "the same, of 10,000",
    "reply to a thread": "a reply to that thread",
}
PAGE_NUMBERS = ("alone_p50_ms", "cpu_ms", "requests_per_s", "p50_ms", "p99_ms")
PAGE_HEAD = (
    "figure", "one at a time, p50, ms", "processor time, ms", "eight at once: requests/s", "their p50, ms",
    "their p99, ms", "requests/s on daphne", "runs",
)  # fmt: skip


def _spread(line: Line, number: str) -> str:
    if number not in line:
        return ""
    least, most = line["range"][number]
    return f"{_told(line[number])} ({_told(least)} to {_told(most)})"


def _without_empty(head: Cells, rows: list[list[str]]) -> str:
    """A table without the columns of which nothing was measured."""
    kept = [place for place in range(len(rows[0])) if any(row[place] for row in rows)]
    names = list(head)
    return _table([names[place] for place in kept], [[row[place] for place in kept] for row in rows])


def growth(lines: list[Line]) -> str:
    """One table a kind of growth."""
    grown = [line for line in lines if line["bench"] == "growth"]
    kinds = [
        [line for line in grown if "online" in line and "messages" not in line],
        [line for line in grown if "online" in line and "messages" in line],
        [line for line in grown if "rooms" in line],
        [line for line in grown if "sockets" in line],
        [line for line in grown if "beating" in line],
    ]
    return "\n\n".join(_grown(kind) for kind in kinds if kind)


def _reckoned(lines: list[Line]) -> str:
    rows = list(million.rows(lines))
    return _table(million.HEAD, rows) if rows else ""


def _grown(lines: list[Line]) -> str:
    names = [name for name in COLUMNS if any(name in line for line in lines)]
    return _table([COLUMNS[name] for name in names], [[_seen(line, name) for name in names] for line in lines])


def _seen(line: Line, name: str) -> str:
    value = line.get(name, "")
    return value if isinstance(value, str) else _told(value)


COLUMNS = {
    "rooms": "rooms",
    "members": "members",
    "messages": "messages said before",
    "sockets": "idle sockets",
    "beating": "sockets with a heartbeat a second",
    "topics": "topics each",
    "online": "online",
    "per_s": "posts/s",
    "posts_per_s": "posts/s, one sender",
    "p50_ms": "p50, ms",
    "p99_ms": "p99, ms",
    "server_ms": "server CPU each, ms",
    "database_ms": "PostgreSQL and Redis CPU each, ms",
    "page_ms": "latest page over HTTP, ms",
    "lost": "lost",
    "kb_per_socket": "kB a socket",
    "ended": "the series ends here, because",
}
_line: Callable[[Cells], str] = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731


def _table(head: Cells, rows: Iterable[Cells]) -> str:
    names = list(head)
    return "\n".join([_line(names), "|---" * len(names) + "|", *map(_line, rows)])
