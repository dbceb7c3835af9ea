"""Signs in a text: it asks, answers, thanks, agrees, decides. Chinese and English lists in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from chat.gist import en, zh
from chat.gist.han import HAN


class Cue(StrEnum):
    ASKS = "asks"
    PROBLEM = "problem"
    PROPOSES = "proposes"
    ANSWERS = "answers"
    THANKS = "thanks"
    SOLVED = "solved"
    AGREES = "agrees"
    DECIDES = "decides"


class _Entry(NamedTuple):
    phrase: str
    cue: Cue
    is_sign: bool  # or only looks like one


_AT_THE_BEGINNING = {Cue.AGREES}  # "right" in the middle of a sentence is a side
_START = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|\+1|[^\W_\u3400-\u9fff]+")


def cues(folded: str) -> frozenset[Cue]:
    """The signs in a text as `han.folded` gives it."""
    text, entries = folded.replace("’", "'"), _entries()
    found: set[Cue] = set()
    passed: dict[Cue, int] = {}  # up to where a text only looks like a sign
    first = True
    for start in _START.finditer(text):
        at = start.start()
        for entry in entries.get(start[0], ()):
            if text.startswith(entry.phrase, at) and _stands(entry, text, at, first) and at >= passed.get(entry.cue, 0):
                if entry.is_sign:
                    found.add(entry.cue)
                else:
                    passed[entry.cue] = at + len(entry.phrase)
        first = False
    return frozenset(found)


def phrases(listed: str) -> list[str]:
    """The entries of a list in `en` or `zh`, the longest first."""
    found = [" ".join(phrase.split()) for line in listed.splitlines() for phrase in _parts(line)]
    return sorted(filter(None, found), key=len, reverse=True)


def _parts(line: str) -> list[str]:
    """Chinese has no spaces inside of an entry; English has single ones."""
    return line.split() if HAN.search(line) else line.split("  ")


def _stands(entry: _Entry, text: str, at: int, first: bool) -> bool:
    """Whether a phrase counts where it is, and is not only the beginning of a longer word."""
    if entry.cue in _AT_THE_BEGINNING and not first:
        return False
    behind = text[at + len(entry.phrase) : at + len(entry.phrase) + 1]
    return not (entry.phrase[-1].isascii() and behind.isascii() and (behind.isalnum() or behind == "'"))


@cache
def _entries() -> dict[str, list[_Entry]]:
    """By their first word or Chinese character; what only looks like a sign comes first."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for entry in sorted(_listed(), key=lambda entry: (entry.is_sign, -len(entry.phrase))):
        if start := _START.match(entry.phrase):
            found[start[0]].append(entry)
    return dict(found)


def _listed() -> Iterable[_Entry]:
    for cue in Cue:
        for lists in (en.CUES, zh.CUES):
            yield from (_Entry(phrase, cue, True) for phrase in phrases(lists[cue]))
            yield from (_Entry(phrase, cue, False) for phrase in phrases(lists.get(f"not_{cue}", "")))
