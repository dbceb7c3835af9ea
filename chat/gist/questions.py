"""Whether somebody wants to know something."""

import re

from chat.gist.cues import Cue, cues
from chat.gist.fillers import is_filler
from chat.gist.han import HAN, folded
from chat.gist.marks import unlinked

SURE = 0.5
_MARKED = re.compile(r"[?？]\W*\Z")
_CHINESE_END = re.compile(r"吗[，,]|(?:吗|嘛|呢|了没|了没有|好不|咩|咗未)[\s~～。.!！]*\Z")
_HELPING = (
    r"(?:is|are|am|was|were|do|does|did|can|could|will|would|should|shall|has|have|had"
    r"|(?:is|are|was|do|does|did|ca|could|wo|would|should|have|has)n't)"
)
_WHO = (
    r"(?:i|you|u|ya|we|they|s?he|it|this|that|these|those|there|the|an?|any(?:one|body)?|some(?:one|body)|my|your|our)"
)
_ORDER = r"(?:do|have|had)\s+(?:the|an?|my|your|our|this|that|these|those|there|it)\s"  # "have a look" asks nothing
_BEFORE = r"\A\W*(?:(?:so|and|but|ok|hmm|well)\W+)?"
_ENGLISH_START = re.compile(
    rf"{_BEFORE}(?:(?:what|when|where|why|how|who|which|whose)(?:\s+{_HELPING}|'s|'re|'d|s)\s"
    rf"|(?:how|what)\s+(?:much|many|long|often|far|to|about|kind|sort)\s|why\s|which\s+\w+\s+{_HELPING}\s"
    rf"|(?!{_ORDER}){_HELPING}\s+{_WHO}\s|any(?:one|body)\s)"
)
_TAG = re.compile(
    r"(?:对吧|对吗|是吧|是吗|好吗|行吗|可以吗|好不好|right|no|ok|okay|yeah|eh|isn't it|is that fair|fair)\W*\Z"
)


def asks(sentence: str, signs: bool = True) -> float:
    """How surely a sentence asks, 0 to 1; a courtesy ("right?", "是吗？") hardly does.

    Args:
        signs: False if it is known already that none of the signs of a question is in it.
    """
    text = folded(unlinked(sentence)).replace("’", "'").strip()
    sure = _marked(text, signs) or (0.7 if _sounds(text) else 0.65 if signs and Cue.ASKS in cues(text) else 0.0)
    return 0.0 if sure and is_filler(text) else sure


def _marked(text: str, signs: bool) -> float:
    if not _MARKED.search(text):
        return 0.0
    return 0.4 if _TAG.search(text) and not (signs and Cue.ASKS in cues(text)) else 1.0


def _sounds(text: str) -> bool:
    """Whether it is built as a question although no mark says so."""
    if HAN.search(text):
        return _CHINESE_END.search(text) is not None
    return _ENGLISH_START.match(text) is not None and len(text.split()) > 3
