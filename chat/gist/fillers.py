"""What only greets, laughs or nods, and what stands before or behind what matters."""

import re
from functools import cache

from chat.gist import en, zh
from chat.gist.cues import phrases
from chat.gist.han import folded

_LONG = 60  # characters; what is longer says something
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_STRETCHED = re.compile(r"(.)\1{2,}")
_PAUSES = re.compile(r"[,，。.!！?？~～…\s]+")
_PAUSE = r"[^\w\"'“‘「『(（\[@#$/]"
_MOST_LEADS = 4


def is_filler(text: str) -> bool:
    """Whether a folded text says nothing by itself: no words, or only such as stand in the lists."""
    if len(text) > _LONG:
        return False
    bare = _STRETCHED.sub(r"\1", _EDGES.sub("", text))
    return bare in _fillers() or all(_EDGES.sub("", part) in _fillers() for part in _PAUSES.split(bare))


def without_lead(text: str) -> str:
    """A sentence without the greeting and the clearing of the throat before it."""
    for _ in range(_MOST_LEADS):
        match = _lead().match(folded(text))
        if not match:
            break
        text = text[match.end() :]
    return text


def without_trail(text: str) -> str:
    """A sentence without the thanks and the pleading behind it."""
    match = _trail().search(folded(text))
    return text[: match.start()] if match else text


@cache
def _fillers() -> frozenset[str]:
    listed = [*phrases(en.FILLERS), *phrases(zh.FILLERS), *phrases(zh.OPENINGS), *phrases(en.OPENINGS)]
    return frozenset(_STRETCHED.sub(r"\1", folded(phrase)) for phrase in listed) | {""}


@cache
def _lead() -> re.Pattern[str]:
    chinese = rf"(?:{_either(zh.OPENINGS)}){_PAUSE}*|(?:{_either(zh.ASIDES)}){_PAUSE}+"
    latin = rf"(?:{_either(en.OPENINGS)})(?![\w'’-]){_PAUSE}*|(?:{_either(en.ASIDES)})(?:(?!\s){_PAUSE})+\s*"
    return re.compile(rf"(?:{_PAUSE}*)(?:{chinese}|{latin})")


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\s,，.。!！?？~～])(?:{_either(zh.TRAILERS)}|{_either(en.TRAILERS)})[\W_]*\Z")


def _either(listed: str) -> str:
    return "|".join(map(re.escape, phrases(listed)))
