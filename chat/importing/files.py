"""The files of a log: their lines as text, and the day that their names tell."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_YEARS = range(1980, 2200)  # IRC was not there before, and the clock of a computer starts no earlier


class CannotImport(Exception):
    """One sentence that says why nothing is imported."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log and the day on which it begins."""

    path: Path
    day: date

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def logs(paths: Iterable[str], day: date | None = None) -> list[LogFile]:
    """Look at all files before any of them is imported.

    Args:
        day: the day of all of them; None takes it from each name, which must begin with YYYY-MM-DD.

    Raises:
        CannotImport: a file cannot be read, or its name has no date.
    """
    return [LogFile(_readable(Path(path)), day or day_of(Path(path).name)) for path in paths]


def lines(log: LogFile) -> Iterator[str]:
    """The lines of a log without their ends, whatever bytes are in it: UTF-8, and Latin-1 where a line is not."""
    with log.path.open("rb") as file:
        for number, line in enumerate(file):
            text = _decoded(line.rstrip(b"\r\n")).replace("\x00", "")
            yield text.removeprefix("\ufeff") if number == 0 else text


def day_of(name: str) -> date:
    """The day at the beginning of a file's name; raises CannotImport."""
    match = _DAY.match(name)
    try:
        return parse_day(match[0] if match else "")
    except ValueError:
        raise CannotImport(
            f"The name of {name} does not begin with a date such as 2004-12-25. Name one with --date."
        ) from None


def parse_day(text: str) -> date:
    """A day written YYYY-MM-DD; raises ValueError."""
    day = date.fromisoformat(text)
    if day.year not in _YEARS:
        raise ValueError(f"{text} is not a day of any chat.")
    return day


def _readable(path: Path) -> Path:
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise CannotImport(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
