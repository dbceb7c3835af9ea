"""Reading IRC logs: each line of a log becomes one `Line` that says what it is. Nothing is left out.

The format is that of irssi and of Ubuntu's public logs: `[HH:MM] <nick> text`, `[HH:MM]  * nick does something`,
`=== nick [user@host] has joined #channel`, `=== a is now known as b`. Older logs write deeds as `=== nick waves`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST_NICK = 64  # characters; servers allow 9 to 50


class Kind(StrEnum):
    """What a line is. All but the first two are reasons not to import it."""

    MESSAGE = "message"
    ACTION = "action"
    JOIN = "join"
    LEAVE = "leave"
    RENAME = "rename"
    TOPIC = "topic"
    SERVER = "server"
    NOTICE = "notice"
    EMPTY = "empty"
    MALFORMED = "malformed"


SPOKEN = {Kind.MESSAGE, Kind.ACTION}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log.

    Args:
        number: its place in the file, from 1.
        nick: who speaks, or who had this name before a rename.
        text: what is said, or the new name.
        minute: what the clock showed, in minutes after midnight; None where the line has no time.
    """

    number: int
    raw: str
    kind: Kind
    nick: str = ""
    text: str = ""
    minute: int | None = None

    @property
    def is_spoken(self) -> bool:
        return self.kind in SPOKEN


_TIMED = re.compile(r"\[(\d\d):(\d\d)(?::\d\d)?\] ?(.*)", re.DOTALL)
_MESSAGE = re.compile(r"<([^<>]+)>(?: (.*))?", re.DOTALL)
_ACTION = re.compile(r" ?\* (\S+)(?: (.*))?", re.DOTALL)
_NOTICE = re.compile(r"-[^-\s]\S*- ")
# Old logs put a space behind every "]": "g[r] eek waves" is g[r]eek, "zcat[1]  waves" is zcat[1].
_DEED = re.compile(r"((?:[^\s\]]|\] ?)+) +(.*)", re.DOTALL)
_RENAME = " is now known as "
_SIGNS = {  # of what the server says, tried in this order
    Kind.JOIN: re.compile(r"\S.* has joined [#&]\S*"),
    Kind.LEAVE: re.compile(r"\S.* has (?:left [#&]|quit (?:[\[(\"]|IRC\b))"),
    Kind.TOPIC: re.compile(r"\.*\[topic/|Topic (?:for|\()|\S+ changed the topic of "),
    Kind.SERVER: re.compile(r"mode/|\S+ (?:was kicked (?:off|from) |sets mode|has been kicked )|-|Netsplit"),
}
_PREFIXES = "@+%&~!"  # a server's marks of rank before a nick
# Colours and other type marks of IRC clients, and control characters, which are no words.
_MARKS = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x00-\x08\x0a-\x1f\x7f]")


def parse(lines: Iterable[str]) -> Iterator[Line]:
    """Say of every line what it is, in order. Any text at all is read; what makes no sense is `MALFORMED`."""
    for number, raw in enumerate(lines, start=1):
        yield _line(number, raw)


def said(line: Line) -> str:
    """A spoken line as a message: a deed stands in italics."""
    return f"_{line.text}_" if line.kind == Kind.ACTION else line.text


def _line(number: int, raw: str) -> Line:
    plain = _MARKS.sub("", raw).rstrip()
    if not plain.strip():
        return Line(number, raw, Kind.EMPTY)
    if plain.startswith("==="):
        return _told(number, raw, plain[3:].strip())
    if (timed := _TIMED.fullmatch(plain)) and (minute := _minute(timed[1], timed[2])) is not None:
        return _timed(number, raw, minute, timed[3])
    return Line(number, raw, Kind.MALFORMED)


def _timed(number: int, raw: str, minute: int, rest: str) -> Line:
    """A line with a time: a message, a deed, or a notice, which programs send."""
    if match := _MESSAGE.fullmatch(rest):
        return _spoken(number, raw, Kind.MESSAGE, match[1], match[2], minute)
    if match := _ACTION.fullmatch(rest):
        return _spoken(number, raw, Kind.ACTION, match[1], match[2], minute)
    return Line(number, raw, Kind.NOTICE if _NOTICE.match(rest) else Kind.MALFORMED, minute=minute)


def _told(number: int, raw: str, rest: str) -> Line:
    """A line after `===`: the server's word, or a deed in an old log, which has no time of its own."""
    if _RENAME in rest:
        old, _, new = rest.partition(_RENAME)
        return _renamed(number, raw, old, new)
    for kind, sign in _SIGNS.items():
        if sign.match(rest):
            return Line(number, raw, kind)
    if match := _DEED.fullmatch(rest):
        return _spoken(number, raw, Kind.ACTION, match[1], match[2], None)
    return Line(number, raw, Kind.SERVER)


def _spoken(number: int, raw: str, kind: Kind, nick: str, text: str | None, minute: int | None) -> Line:
    name = _nick(nick)
    if not name:
        return Line(number, raw, Kind.MALFORMED, minute=minute)
    words = (text or "").strip()
    return Line(number, raw, kind if words else Kind.EMPTY, name, words, minute)


def _renamed(number: int, raw: str, old: str, new: str) -> Line:
    before, after = _nick(old), _nick(new)
    return Line(number, raw, Kind.RENAME, before, after) if before and after else Line(number, raw, Kind.MALFORMED)


def _nick(written: str) -> str:
    """A nick as its owner writes it: without rank and without spaces, which no nick has; empty if it cannot be one."""
    nick = "".join(written.split()).lstrip(_PREFIXES)
    return nick if len(nick) <= LONGEST_NICK else ""


def _minute(hours: str, minutes: str) -> int | None:
    hour, minute = int(hours), int(minutes)
    return hour * 60 + minute if hour < 24 and minute < 60 else None
