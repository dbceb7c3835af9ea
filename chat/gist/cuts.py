"""Where a text may be cut: sentences, clauses, words; never inside of a link."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from unicodedata import combining, east_asian_width

from chat.gist.han import HAN
from chat.gist.marks import link_spans
from chat.gist.tokens import pieces_of

_CLOSING = "[”’\"'」』）)\\]]*"
# Each alternative begins with a character, so that the search skips what cannot match.
_ABBREVIATED = "".join(
    rf"(?<!\b{word}\.)" for word in ("e\\.g", "i\\.e", "vs", "Mr", "Mrs", "Dr", "St", "No", "approx")
)
_END = re.compile(
    rf"(?:[。！？!?；…]|;(?=\s)|\.{{2,}})+{_CLOSING}\s*|\.(?<!\s\.){_ABBREVIATED}{_CLOSING}(?=\s|\Z)\s*|\n+"
)
_BREAK = re.compile(
    r"[，、：；—–。！？!?…]+\s*|[,:;.](?=\s)\s*|\s(?:(?=[（(])|-\s|(?<=[\u4e00-\u9fff]\s)(?=[\u4e00-\u9fff])"
    r"|(?=(?:and|but|because|so|which|while|if|when|where|although)\s))"
)
_NUMBER = re.compile(r"(?:\A|\n)\d{1,2}\Z")  # of a list: "1. first", no sentence ends there
_LEFT = " \t\n，,、：:；;—–-（([{“‘「『"
_JOINED = "\u200d\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def sentences(text: str) -> list[str]:
    """The sentences of a plain text with their marks; the end of a line ends one too."""
    return _parts(text, _END)


def clauses(text: str) -> list[str]:
    """The clauses of a sentence with their commas."""
    return _parts(text, _BREAK)


def joined(parts: list[str]) -> str:
    """Sentences or clauses side by side; no space behind a Chinese character or mark."""
    return "".join(part if at == 0 or not before[-1:].isascii() else f" {part}" for at, (before, part) in _pairs(parts))


def columns(text: str) -> int:
    """How wide a text looks: a Chinese character is two Latin ones."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def cut(text: str, most: int, measure: Callable[[str], int] = len, mark: str = "…") -> str:
    """The beginning of a text, at most `most` long: up to the end of a clause, of a word else, with a mark of the cut.

    A link that does not fit is left out whole.
    """
    if measure(text) <= most:
        return text
    end = _fitting(text, most - measure(mark), measure)
    end = _before_link(text, end)
    border = max((at for at in _borders(text, _BREAK) if end * 0.6 <= at <= end), default=0) or _word_border(text, end)
    kept = text[: _whole(text, border)].rstrip(_LEFT + ".。")
    return kept + mark if kept else ""


def _parts(text: str, ends: re.Pattern[str]) -> list[str]:
    edges = [0, *_borders(text, ends), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(edges))
    return [part for part in parts if part]


def _pairs(parts: list[str]) -> Iterable[tuple[int, tuple[str, str]]]:
    return enumerate(zip(["", *parts], parts))


def _borders(text: str, ends: re.Pattern[str]) -> list[int]:
    links = link_spans(text)
    found = [match.end() for match in ends.finditer(text) if not _NUMBER.search(text, match.start() - 3, match.start())]
    return [at for at in found if not any(start < at < end for start, end in links)] if links else found


def _fitting(text: str, most: int, measure: Callable[[str], int]) -> int:
    """How many characters fit."""
    end = min(len(text), most)
    while end and measure(text[:end]) > most:
        end -= max(1, (measure(text[:end]) - most) // 2)
    return end


def _before_link(text: str, end: int) -> int:
    return next((start for start, stop in link_spans(text) if start < end < stop), end)


def _word_border(text: str, end: int) -> int:
    """The last place up to `end` that is not inside of a word."""
    if end >= len(text) or not (_inner(text[end - 1 : end]) and _inner(text[end])):
        return end
    if HAN.match(text[end]) and HAN.match(text[end - 1]):
        return _between_chinese_words(text, end)
    space = max((match.end() for match in re.finditer(r"\W", text[:end])), default=0)
    return space if space > end // 2 else end


def _inner(sign: str) -> bool:
    return sign.isalnum()


def _between_chinese_words(text: str, end: int) -> int:
    start = max(0, end - 12)
    at = start
    for piece in pieces_of(text[start : end + 4]):
        if at + len(piece) > end:
            break
        at += len(piece)
    return at if at > start else end


def _whole(text: str, end: int) -> int:
    """A place that does not part a letter from its accents, or a family of emoji."""
    while 0 < end < len(text) and (text[end] in _JOINED or text[end - 1] == "\u200d" or combining(text[end])):
        end -= 1
    return end
