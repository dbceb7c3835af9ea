"""What a text looks like from afar: how long it is, what it is made of, and how much of it sells, pushes or talks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from community.trust.topics import Topic

_STEPS = {
    "long": (8, 16, 30),  # beyond, length says more of who wrote the corpus than of spam
    "digits": (1, 4, 7, 10),
    "topics": (1, 2, 3, 4, 5, 6),  # of what is sold
    "sold": (2, 3, 4, 6, 8, 10),  # words of these
    "push": (2, 3, 4, 6),
    "talk": (2, 3, 4, 6, 8, 11, 15),
    "lean": (-10, -6, -4, -2, 0, 2, 4, 6, 8),  # words that sell or push beyond those of talk
}
_WORDS_OF_A_TOPIC = (2, 3, 5)
_SIGNS = re.compile(r"[\u3400-\u9fff]")
_DIGITS = re.compile(r"\d")
_MARKS = {
    "asks": re.compile(r"[?？]"),
    "ends asking": re.compile(r"[?？]\s*$"),
    "exclaims": re.compile(r"[!！]"),
    "begins with a mark": re.compile(r"^\s*[^\w\s]"),
    "odd letters": re.compile(r"[^\x00-\x7f\u2000-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"),
}
_TELLING_TOGETHER = frozenset(
    {"topics 1", "topics 2", "sold 2", "push 2", "talk 2", "talk 4", "lean 0", "lean 4", "ends asking", "digits 4"}
    | {
        "long 30",
        "long 60",
        "clauses 2",
        "clauses 3",
        "warn",
        "ask",
        "family",
        "place",
        "time",
        "meet",
        "think",
        "tech",
        "folk",
        "story",
    }
    | {"reach", "sure", "haste", "easy", "link", "odd_host", "amount", "app", "phone"}
)


def together(names: Iterable[str]) -> Iterator[str]:
    """Each two of what is true of a text that mean more, or less, beside each other: an offer, and a warning of it."""
    return map(" + ".join, combinations(sorted(_TELLING_TOGETHER.intersection(names)), 2))


def of(body: str, letters: str, topics: Mapping[Topic, int]) -> Iterator[str]:
    """What is true of a text.

    Args:
        letters: of the text, folded.
    """
    yield from (name for name, pattern in _MARKS.items() if pattern.search(body))
    words = {group: _words(topics, group) for group in ("sold", "push", "talk")}
    counts = {
        "long": len(letters) + len(_SIGNS.findall(letters)),
        "digits": len(_DIGITS.findall(body)),
        "topics": sum(topic.group == "sold" for topic in topics),
        **words,
        "lean": words["sold"] + words["push"] - words["talk"],
    }
    for name, steps in _STEPS.items():
        yield from (f"{name} {step}" for step in steps if counts[name] >= step)
    for topic, some in topics.items():
        yield topic.name
        yield from (f"{topic.name} {step}" for step in _WORDS_OF_A_TOPIC if some >= step)


def _words(topics: Mapping[Topic, int], group: str) -> int:
    return sum(words for topic, words in topics.items() if topic.group == group)
