"""A word list as a table: reading it line by line, comparing it with the list, and writing it."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from community.clock import now
from community.desk import files_read
from community.members.models import Community
from community.moderation import wordlists
from community.moderation.models import ListedWord

COLUMNS = ("text", "kind", "action", "note", "until")
# What spreadsheets made by hand call them.
_ALSO = {
    "词语": "text", "条目": "text", "詞語": "text", "條目": "text",
    "类型": "kind", "類型": "kind", "种类": "kind", "種類": "kind", "处理": "action", "處理": "action",
    "动作": "action", "動作": "action", "备注": "note", "備註": "note", "截止": "until", "直到": "until",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An entry as a line of the table wants it.

    Attributes:
        until: as ISO 8601; empty for good.
        was: what follows now where somebody writes it; empty for what is not on the list.
    """

    number: int
    text: str
    kind: str
    action: str
    note: str = ""
    until: str = ""
    was: str = ""


@dataclass(frozen=True)
class Fault:
    """A line that changes nothing; `why` is the name of a reason."""

    number: int
    text: str
    why: str


@dataclass
class Read:
    """What a table would do to a list."""

    lines: list[Line]
    faults: list[Fault]
    same: int = 0


def read(community: Community, text: str, usual: dict[str, str]) -> Read:
    """Look at a table and at the list, and change nothing.

    Args:
        usual: what counts where a line says nothing of the kind, the action or the note.

    Raises:
        InvalidInput: `import.too_big`, `import.unreadable`.
    """
    found = Read([], [])
    stands = {(row.kind, row.text): row for row in ListedWord.objects.filter(community=community)}
    seen: set[tuple[str, str]] = set()
    for number, cells in _named(text):
        line = _line(number, usual | {name: cell for name, cell in cells.items() if cell})
        why = "twice" if (line.kind, line.text) in seen else _wrong(line)
        seen.add((line.kind, line.text))
        if why:
            found.faults.append(Fault(number, line.text[: wordlists.LONGEST], why))
        else:
            _compare(found, line, stands.get((line.kind, line.text)))
    return found


def entry(community: Community, line: dict[str, Any], **by: Any) -> ListedWord:
    """The row that a line becomes."""
    told = {name: line[name] for name in ("text", "kind", "action", "note")}
    return ListedWord(community=community, until=_moment(line["until"]), **told, **by)


def row(entry: ListedWord) -> list[str]:
    """The line that a row becomes."""
    return [entry.text, entry.kind, entry.action, entry.note, _iso(entry.until)]


def kept(entry: ListedWord) -> dict[str, str]:
    return dict(zip(COLUMNS, row(entry), strict=True))


def as_json(rows: list[Line] | list[Fault]) -> list[dict[str, Any]]:
    return [asdict(one) for one in rows]


def _named(text: str) -> list[tuple[int, dict[str, str]]]:
    """The cells of each line by their column: with a heading, as a list was once saved, or words alone."""
    heading = [_ALSO.get(cell.casefold(), cell.casefold()) for cell in files_read.heading(text)]
    if "text" in heading:
        return [(number, dict(zip(heading, cells, strict=False))) for number, cells in files_read.rows(text)[1:]]
    return [(number, _unheaded(line)) for number, line in files_read.lines(text)]


def _unheaded(line: str) -> dict[str, str]:
    columns = [column.strip() for column in line.split("\t")]
    if len(columns) == 4 and columns[0] in ListedWord.Action and columns[1] in ListedWord.Kind:
        return dict(zip(("action", "kind", "text", "note"), columns, strict=True))
    return {"text": line}


def _line(number: int, cells: dict[str, str]) -> Line:
    text, note = (" ".join(cells.get(name, "").split()) for name in ("text", "note"))
    kind, action = (_value(name, cells[name]) for name in ("kind", "action"))
    return Line(number, text, kind, action, note, cells.get("until", ""))


def _value(name: str, said: str) -> str:
    """The value of a choice, which may be told by its name in the reader's language."""
    choices = ListedWord._meta.get_field(name).flatchoices  # type: ignore[union-attr]
    return next((value for value, label in choices if said.casefold() in (value, str(label).casefold())), said)


def _wrong(line: Line) -> str:
    """Why a line is left out, if it is."""
    if line.kind not in ListedWord.Kind:
        return "kind"
    if line.action not in ListedWord.Action:
        return "action"
    if len(line.text) > wordlists.LONGEST or len(line.note) > wordlists.NOTE:
        return "long"
    if not wordlists.is_readable(line.text, line.kind):
        return "nothing"
    return _wrong_end(line.until)


def _wrong_end(until: str) -> str:
    try:
        moment = _moment(until)
    except ValueError:
        return "until"
    return "over" if moment and moment <= now() else ""


def _compare(found: Read, line: Line, stands: ListedWord | None) -> None:
    until = _iso(_moment(line.until))
    line = Line(line.number, line.text, line.kind, line.action, line.note, until, stands.action if stands else "")
    if stands and kept(stands) == {name: getattr(line, name) for name in COLUMNS}:
        found.same += 1
    else:
        found.lines.append(line)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
