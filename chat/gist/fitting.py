"""Which of several descriptions a conversation fits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log
from typing import TypeVar

from chat.gist.han import HAN, folded
from chat.gist.marks import MOST, plain
from chat.gist.ranks import Vector, cosine, unit
from chat.gist.talk import Talk, Told
from chat.gist.tokens import runs, stem

LEAST = 0.07  # likeness below which nothing is suggested
_CLEAR = 1.2  # times the second best
_PAIR = "·"  # in front of two Chinese characters that are part of a word
_PARTS = 0.4  # their weight

Key = TypeVar("Key")


def suggest(said: Told | Talk, choices: Mapping[Key, str]) -> Key | None:
    """The description that a conversation fits clearly best, or None. Pass at most some dozens.

    TF-IDF cosine over words and, for Chinese, pairs of characters: 番茄 and 小番茄 are alike.

    Args:
        choices: a text for each key; for a category its name, its description and titles of its latest threads.
    """
    texts = {key: _counted(runs(folded(plain(text[:MOST])))) for key, text in choices.items()}
    rarity = _rarities(texts.values())
    counted = Counter(part for line in Talk.of(said) for part in _counted(line.runs))
    talk = _weighed(counted, rarity)
    likeness = {key: cosine(talk, _weighed(text, rarity)) * _shared(counted, text) for key, text in texts.items()}
    ranked = sorted(likeness, key=lambda key: -likeness[key])
    return ranked[0] if ranked and _is_clear([likeness[key] for key in ranked[:2]]) else None


def _is_clear(best: list[float]) -> bool:
    return best[0] >= LEAST and (len(best) < 2 or best[0] >= _CLEAR * best[1])


def _shared(talk: Counter[str], text: Counter[str]) -> bool:
    """Whether they have at least two words in common: one alone is chance."""
    return sum(not part.startswith(_PAIR) for part in talk.keys() & text.keys()) > 1


def _counted(found: Iterable[tuple[str, ...]]) -> Counter[str]:
    words = [stem(word) for run in found for word in run]
    return Counter(words) + Counter(pair for word in words for pair in _pairs(word))


def _pairs(word: str) -> list[str]:
    """Pairs of neighbouring characters in a longer Chinese word."""
    return [f"{_PAIR}{word[at : at + 2]}" for at in range(len(word) - 1)] if HAN.search(word) else []


def _rarities(texts: Iterable[Counter[str]]) -> dict[str, float]:
    listed = list(texts)
    frequency = Counter(part for text in listed for part in text)
    return {part: log(1 + len(listed) / count) for part, count in frequency.items()}


def _weighed(counts: Counter[str], rarity: Mapping[str, float]) -> Vector:
    """Words that no description has count too: a talk about something else fits none."""
    rare = max(rarity.values(), default=1.0)
    return unit({
        part: (1 + log(count)) * rarity.get(part, rare) * (_PARTS if part.startswith(_PAIR) else 1.0)
        for part, count in counts.items()
    })  # fmt: skip
