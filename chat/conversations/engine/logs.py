"""IRC logs as lines for the engine. Every line of the file becomes one; what nobody said has no author."""

import re
from collections.abc import Iterator

from chat.conversations.engine.lines import Line

_DAY = 24 * 60 * 60  # seconds
# "[12:03] <ada> hello", "[12:03:09]  * ada waves", and with a channel and a date before it.
_TIMED = re.compile(r"(?:\S+ \d{4}-\d\d-\d\d )?\[(\d\d):(\d\d)(?::(\d\d))?\] ?(.*)", re.DOTALL)
_SAID = re.compile(r"<([^<>]{1,64})>(?:\s(.*))?|\s?\* ?(\S{1,64})(?:\s(.*))?", re.DOTALL)
_DEED = re.compile(r"=== (\S{1,64})\s+(.*)", re.DOTALL)
_NEWS = re.compile(
    r"\[|.*\bhas (?:joined|left|quit)\b|is now known as|(?:entered|left|joined) the (?:room|channel)|was kicked"
    r"|sets mode|mode/|changed the topic|加入了|离开了|退出了|改名"
)
_RANK = "@+%&~!"


def read(content: bytes) -> list[Line]:
    """The lines of a log; the key of each is its number in the file, from 0. Any bytes at all are read."""
    return list(_lines(content.decode("utf-8", "replace").split("\n")))


def _lines(texts: list[str]) -> Iterator[Line]:
    if texts and not texts[-1]:
        texts = texts[:-1]
    at, day, spoken = 0.0, 0, set[str]()
    for number, raw in enumerate(texts):
        text = raw.strip("\r\ufeff")
        author, said = "", text
        if match := _TIMED.fullmatch(text):
            clock = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
            day += clock + day * _DAY < at - _DAY / 2  # past midnight
            at = max(at, clock + day * _DAY)
            author, said = _speech(match[4]) or ("", text)
        elif (deed := _DEED.fullmatch(text)) and deed[1] in spoken and not _NEWS.match(deed[2]):
            author, said = deed[1], deed[2]
        if author:
            spoken.add(author)
        yield Line(number, author, at, said)


def _speech(rest: str) -> tuple[str, str] | None:
    if match := _SAID.fullmatch(rest):
        nick = (match[1] or match[3]).strip().lstrip(_RANK)
        return (nick, (match[2] or match[4] or "").strip()) if nick else None
    return None
