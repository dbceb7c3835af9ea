"""A sentence made short enough for a title, in its author's words."""

import re

from chat.gist.cuts import clauses, columns, cut, joined
from chat.gist.fillers import without_lead
from chat.gist.han import folded
from chat.gist.questions import SURE, asks
from chat.gist.talk import Talk
from chat.gist.tokens import terms

_CLAUSES = 14
_ASKING = 8  # columns of a clause that asks by itself
_LATE = 0.8  # what each clause left out at the beginning costs
_LEAST = 0.3  # share of the room that should be used
_ENDS = " \t\n。.．,，、;；:：~～—–-…·"
_LATIN_POINTING = (
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will)\s+(?:it|that|this|these|those|they|he|she)\b"
    r"|(?:it|that|this|they|he|she|those|these|then|there|same|me too|yes|no|not|you|and|but|or|because)(?![\w'])"
)
_CHINESE_POINTING = r"[这那它他她你您嗯对系也都就再先]|因为|所以|但|不是|没有|还有"
_POINTING = re.compile(rf"[(（]|\W*(?:{_LATIN_POINTING}|{_CHINESE_POINTING})")


def shortened(sentence: str, talk: Talk, most: int) -> str:
    """A sentence, or the clauses of it that say most, in at most so many columns."""
    text = _trimmed(sentence)
    if columns(text) > most:
        text = _trimmed(_best(text, talk, most) or cut(text, most, columns))
    return _balanced(text)


def points(text: str) -> bool:
    """Whether a sentence only makes sense behind another one: it begins with "that", "but", 这."""
    return _POINTING.match(folded(text)) is not None


def _best(text: str, talk: Talk, most: int) -> str:
    """Clauses side by side, or the beginning and the question at the end; a question is only cut behind."""
    parts = clauses(text)[:_CLAUSES]
    if not parts or asks(parts[0]) >= SURE:
        return ""
    found = [*_side_by_side(parts, most), *_ends_of(parts, most)]
    best = max(found, key=lambda one: _worth(one, talk))[0]
    return best if columns(best) >= most * _LEAST else ""


def _side_by_side(parts: list[str], most: int) -> list[tuple[str, int]]:
    """Clauses that fit together, and each alone, cut if need be; with the place of the first."""
    spans = [(start, end) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)]
    texts = [(_trimmed(without_lead(joined(parts[start:end]))), start, end) for start, end in spans]
    return [
        (cut(text, most, columns), start) for text, start, end in texts if end == start + 1 or columns(text) <= most
    ]


def _ends_of(parts: list[str], most: int) -> list[tuple[str, int]]:
    """The beginning and the clause that asks, with what is between them left out."""
    found = []
    for at, part in enumerate(parts[2:], start=2):
        if asks(part) >= SURE and columns(part) >= _ASKING:
            heads = [f"{_trimmed(joined(parts[:end]))}…{_trimmed(part)}" for end in range(1, at)]
            found += [(head, 0) for head in heads if columns(head) <= most]
    return found


def _worth(one: tuple[str, int], talk: Talk) -> tuple[float, int]:
    text, start = one
    pointing = points(text)
    weight = talk.weight(terms(folded(text))) + 3.0 * asks(text) * (not pointing)
    return round(weight - _LATE * start - pointing - 0.5 * text.endswith("…"), 6), -start


def _trimmed(text: str) -> str:
    bare = text.strip()
    return bare if bare.endswith("…") else bare.rstrip(_ENDS)


def _balanced(text: str) -> str:
    """Without a bracket that is opened behind the middle and not closed."""
    for left, right in ("()", "（）", "“”", "「」", "《》", "[]"):
        at = text.rfind(left)
        if text.count(left) > text.count(right) and at > len(text) // 2:
            text = text[:at].rstrip(_ENDS)
    return text
