"""Files as people have them: tables and lines in the encodings in which spreadsheets save them."""

import csv

from community.backstage.sheets import bare
from community.errors import InvalidInput

ENCODINGS = ("utf-8-sig", "gb18030")  # what Excel writes, and what it writes in China
MOST_BYTES = 1_000_000
MOST_ROWS = 5_000

Row = tuple[int, list[str]]  # the number of its line, and its cells


def decoded(raw: bytes) -> str:
    """A file as text.

    Raises:
        InvalidInput: `import.too_big`, `import.unreadable`.
    """
    if len(raw) > MOST_BYTES:
        raise InvalidInput("import.too_big", "The file is too big.", limit=MOST_BYTES)
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput("import.unreadable", "The file is no text in UTF-8 or GB18030.")


def heading(text: str) -> list[str]:
    """The cells of the first line that says something; raises `import.unreadable`."""
    first = next(filter(str.strip, text.splitlines()), "")
    return next(iter(_table([first])), (0, []))[1]


def rows(text: str) -> list[Row]:
    """The rows of a table that are not empty, whatever parts their cells.

    Raises:
        InvalidInput: `import.too_many`, `import.unreadable`.
    """
    found = _table(text.splitlines(keepends=True))
    _require_few(len(found))
    return found


def lines(text: str) -> list[tuple[int, str]]:
    """The lines that say something, each with its number; raises `import.too_many`."""
    found = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    _require_few(len(found))
    return found


def _require_few(count: int) -> None:
    if count > MOST_ROWS + 1:  # and its heading
        raise InvalidInput("import.too_many", "The table has too many rows.", limit=MOST_ROWS)


def _table(lines: list[str]) -> list[Row]:
    reader = csv.reader(lines, delimiter=_delimiter(lines))
    try:
        return [
            (reader.line_num, [bare(cell).strip() for cell in cells]) for cells in reader if any(map(str.strip, cells))
        ]
    except csv.Error:
        raise InvalidInput("import.unreadable", "The table cannot be read.") from None


def _delimiter(lines: list[str]) -> str:
    first = next(filter(str.strip, lines), "")
    return max("\t,;", key=first.count)
