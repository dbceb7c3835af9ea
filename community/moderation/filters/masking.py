"""Covering words, sign by sign, as readers see them."""

from collections.abc import Iterable

import regex

MASK = "•"  # means nothing in Markdown
_SEEN_AS_ONE = regex.compile(r"\X")


def masked(text: str, places: Iterable[int]) -> str:
    """The text with these characters covered, each with all that is seen as one with it; as long as before."""
    covered = frozenset(places)
    if not covered:
        return text
    return _SEEN_AS_ONE.sub(lambda one: MASK if _touches(one, covered) else one[0], text)


def _touches(one: "regex.Match[str]", covered: frozenset[int]) -> bool:
    return not covered.isdisjoint(range(one.start(), one.end()))
