"""What somebody asks for: words, phrases in quotes, and filters, in English and in Chinese."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from community.errors import InvalidInput
from community.search.phrases import Phrase, phrase

Has = Literal["link", "image", "file", "voice"]

MOST_TERMS = 20  # words, phrases and filters of one search
LONGEST = 200  # characters of one search

NAMES = {
    "from": "from", "来自": "from", "來自": "from",
    "in": "in", "在": "in",
    "has": "has", "含有": "has", "含": "has",
    "before": "before", "早于": "before", "早於": "before",
    "after": "after", "晚于": "after", "晚於": "after",
}  # fmt: skip
HAS: dict[str, Has] = {
    "link": "link", "链接": "link", "連結": "link",
    "image": "image", "图片": "image", "圖片": "image",
    "file": "file", "文件": "file", "檔案": "file",
    "voice": "voice", "语音": "voice", "語音": "voice",
}  # fmt: skip

_FILTER = "|".join(sorted(NAMES, key=len, reverse=True))
_PART = re.compile(
    rf'(?P<minus>-)?(?:(?P<name>{_FILTER})[:：](?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]*))|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)


@dataclass
class Query:
    """A search, understood.

    Attributes:
        wanted: phrases, all of which must be found.
        unwanted: those of which none may be.
        authors, places: names of people, and of rooms or categories, as they were written; any of them will do.
        before: the first day that is too late.
        after: the first day that is early enough.
    """

    wanted: list[Phrase] = field(default_factory=list)
    unwanted: list[Phrase] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    has: set[Has] = field(default_factory=set)
    before: date | None = None
    after: date | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.wanted or self.authors or self.places or self.has or self.before or self.after)


def parse(text: str) -> Query:
    """Understand a search. The last word may go on, unless a space or a quote has ended it.

    Raises:
        InvalidInput: `search.too_long`, `search.no_date`, `search.unknown_has`, `search.empty`.
    """
    parts = list(_PART.finditer(text))
    if len(text) > LONGEST or len(parts) > MOST_TERMS:
        raise InvalidInput("search.too_long", "The search is too long.", limit=LONGEST, terms=MOST_TERMS)
    query = Query()
    for part in parts:
        if part["name"]:
            _narrow(query, NAMES[part["name"].lower()], (part["quoted"] or part["value"] or "").strip())
        else:
            _want(query, part, is_open=part.end() == len(text) and part["word"] is not None)
    if query.is_empty:
        raise InvalidInput("search.empty", "There is nothing to look for.")
    return query


def _want(query: Query, part: re.Match[str], is_open: bool) -> None:
    found = phrase(part["phrase"] if part["word"] is None else part["word"], is_open)
    if found:
        (query.unwanted if part["minus"] else query.wanted).append(found)


def _narrow(query: Query, name: str, value: str) -> None:
    match name:
        case "from" if value:
            query.authors.append(value.removeprefix("@"))
        case "in" if value:
            query.places.append(value.removeprefix("#"))
        case "has":
            query.has.add(_has(value))
        case "before":
            query.before = _day(value)
        case "after":
            query.after = _day(value)


def _has(value: str) -> Has:
    if (found := HAS.get(value.lower())) is None:
        raise InvalidInput(
            "search.unknown_has", "A search cannot ask for this.", value=value, known=sorted(set(HAS.values()))
        )
    return found


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.replace("/", "-"))
    except ValueError:
        raise InvalidInput("search.no_date", "A date is written as 2026-11-22.", value=value) from None
