"""Text as people write it: excerpts, and who is named in it. Chinese and English alike."""

import re
from collections.abc import Iterable
from unicodedata import normalize

EXCERPT = 140  # characters
# What a member writes decides how long these look: they see one line at a time, and spans have an end.
_RULE = set("|:- \t")
_HEADS = re.compile(r"^(?:#{1,6}\s+|(?:>\s?)+|[-*+]\s+)")  # headings, quotes, bullets
_LINKS = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()]{0,500}\)")
_MARKS = re.compile(
    r"(?<!\w)(\*{1,3}|_{1,3}|~~|`{1,3})(?=\S)(.{1,200}?)(?<=\S)\1(?!\w)|(\*{1,3}|~~|`{1,3})(?=\S)(.{1,200}?)(?<=\S)\3"
)
# Not inside an address such as ada@example.org; Chinese may stand right before the sign.
_NAMED = re.compile(r"(?<![A-Za-z0-9._-])@([^\s@][^@\n]*)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{}（）「」『』，。；！？]+", re.IGNORECASE)
_ALL = re.compile(r"(?<![A-Za-z0-9._-])@(all|所有人|全体成员|全體成員)(?![\w])", re.IGNORECASE)


def excerpt(body: str, length: int = EXCERPT) -> str:
    """The beginning of a Markdown text on one line, without its marks, at most `length` characters."""
    lines = [line.strip() for line in body[: length * 5].splitlines()]
    worded = [_HEADS.sub("", line) for line in lines if not ("---" in line and set(line) <= _RULE)]
    plain = _LINKS.sub(r"\1", " ".join(worded).replace("|", " "))
    plain = _MARKS.sub(lambda match: match[2] or match[4], plain)
    line = " ".join(plain.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def links(body: str) -> list[str]:
    """The addresses in a text."""
    return _ADDRESS.findall(body)


def calls_everyone(body: str) -> bool:
    """Whether a text names everybody: @all, @所有人."""
    return _ALL.search(body) is not None


def name_candidates(body: str, longest: int = 40) -> set[str]:
    """Everything in a text that could be a name behind an `@`, folded: every prefix up to `longest` characters.

    Chinese has no spaces, so `@林夏你好` may name 林, 林夏, 林夏你 or 林夏你好; the people present decide.
    """
    found = set()
    for match in _NAMED.finditer(body):
        run = match.group(1)[:longest]
        found |= {folded(run[:end]) for end in range(1, len(run) + 1)}
    return found


def mentioned(body: str, names: Iterable[str]) -> set[str]:
    """Those of the folded names that the text names, the longest at each `@` only."""
    known = set(names)
    found = set()
    for match in _NAMED.finditer(body):
        if name := _longest_name(match.group(1)[:40], known):
            found.add(name)
    return found


def _longest_name(run: str, known: set[str]) -> str | None:
    """The longest known name at the beginning of what stands behind an `@`."""
    ends = (end for end in range(len(run), 0, -1) if _ends(run, end))
    return next((folded(run[:end]) for end in ends if folded(run[:end]) in known), None)


def folded(name: str) -> str:
    """A name as it is compared: width, case and outer space do not matter."""
    return normalize("NFKC", name).strip().casefold()


def _ends(run: str, end: int) -> bool:
    """Whether a name may end here: a Latin word is not cut in two."""
    if end == len(run):
        return True
    last, following = run[end - 1], run[end]
    return not (last.isascii() and last.isalnum() and following.isascii() and (following.isalnum() or following == "_"))
