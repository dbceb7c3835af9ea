"""`python -m tests.bench table < figures.jsonl`: lines of `stream` and `growth` as the tables of docs/performance.md.

With `--fill` they replace those that stand there, between the comments `<!-- stream -->`, `<!-- growth -->` or
`<!-- million -->` and `<!-- end -->`.
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
        found = [line for line in lines if wanted.items() <= line.items() and self.number in line]
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


STORM = {"sockets": 2000}
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
)


def main(arguments: list[str]) -> None:
    lines = [json.loads(line) for line in sys.stdin if line.startswith("{")]
    tables = {"stream": stream(lines), "growth": growth(lines), "million": _reckoned(lines)}
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
    least, most = line["range"][row.number]
    return f"{_told(line[row.number])}{row.unit} ({_told(least)} to {_told(most)})"


def _ratio(row: Row, ours: Line, theirs: Line | None) -> str:
    if theirs is None or not theirs[row.number]:
        return ""
    ratio = ours[row.number] / theirs[row.number]
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _told(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


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
    names = [name for name in COLUMNS if name in lines[0]]
    return _table([COLUMNS[name] for name in names], [[_told(line.get(name, 0)) for name in names] for line in lines])


COLUMNS = {
    "rooms": "rooms",
    "members": "members",
    "messages": "messages said before",
    "sockets": "idle sockets",
    "beating": "sockets with a heartbeat a second",
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
}
Cells = Iterable[str]
_line: Callable[[Cells], str] = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731


def _table(head: Cells, rows: Iterable[Cells]) -> str:
    names = list(head)
    return "\n".join([_line(names), "|---" * len(names) + "|", *map(_line, rows)])
