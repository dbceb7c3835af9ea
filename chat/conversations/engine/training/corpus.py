"""Labelled logs: NAME.ascii.txt with NAME.annotation.txt beside it, "a b -" for each link, counted from 0."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from chat.conversations.engine import logs
from chat.conversations.engine.lines import Line

_ENDING = ".annotation.txt"


@dataclass(frozen=True)
class Slice:
    """One log. Args: gold: for each labelled line, what it answers; itself where it starts something."""

    name: str
    lines: list[Line]
    gold: dict[int, set[int]]


def read(folder: Path) -> list[Slice]:
    """Every labelled log of a folder, by name.

    Raises:
        FileNotFoundError: the folder holds none.
    """
    found = sorted(folder.glob(f"*{_ENDING}"))
    if not found:
        raise FileNotFoundError(f"{folder} holds no labelled logs (NAME{_ENDING} beside NAME.ascii.txt).")
    return [_slice(path) for path in found]


def _slice(path: Path) -> Slice:
    name = path.name.removesuffix(_ENDING)
    text = path.with_name(f"{name}.ascii.txt").read_bytes()
    return Slice(name, logs.read(text), _gold(path.read_text()))


def _gold(text: str) -> dict[int, set[int]]:
    gold: dict[int, set[int]] = defaultdict(set)
    for row in text.splitlines():
        numbers = [int(part) for part in row.replace(":", " ").split() if part.isdecimal()]
        if numbers:
            gold[max(numbers)].add(min(numbers))
    return dict(gold)


def pointed(one: Slice, share: int) -> list[Line]:
    """The lines, where of every hundred labelled ones `share` say what they answer, as a reply does."""
    return [
        replace(line, answers=min(one.gold[line.key])) if line.key in one.gold and line.key * 37 % 100 < share else line
        for line in one.lines
    ]
