"""Words: Chinese as the segmenter cuts it, everything else at its spaces; the words that say something."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from chat.gist import en, zh
from chat.gist.cues import phrases
from chat.gist.han import folded
from chat.gist.marks import SOMEONE, plain

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"[^\W_{_HAN}]+"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_LETTERS}(?:[.'’_+-]{_LETTERS})*(?:\+\+|#)?)|(?P<stop>\n|[^\s\w])")
_CALLED = re.compile(rf"(?<![A-Za-z0-9._-])@{SOMEONE}")
_LONGEST = 40  # characters of one word; what is longer was not typed by a person
# Parts of speech, as the segmenter names them, without a topic: adverbs, prepositions, pronouns, numbers, particles.
_EMPTY = frozenset("dpcrmquyeoxkhfwz")


def words(text: str) -> list[str]:
    """The words of a text that say something, in order, lower case, Chinese simplified.

    Addresses, code blocks, `@names`, numbers and stop words are left out.
    """
    return [word for run in runs(folded(_CALLED.sub(" ", plain(text)))) for word in run]


def runs(text: str) -> list[tuple[str, ...]]:
    """The words that say something, in groups that stand side by side, of a text that is plain and folded."""
    found: list[tuple[str, ...]] = []
    current: list[str] = []
    for word in _pieces(text):
        if word:
            current.append(word)
        elif current:
            found.append(tuple(current))
            current = []
    return [*found, tuple(current)] if current else found


def terms(text: str) -> frozenset[str]:
    """The words that say something of a text that is plain and folded, as they are compared."""
    return frozenset(stem(word) for run in runs(text) for word in run)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its plural, the S-stemmer of Harman (1991), "How effective is suffixing?"."""
    if not word.isascii() or len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word[:-1]


@lru_cache(maxsize=20_000)
def speech(word: str) -> str:
    """The part of speech of a Chinese word by itself: n noun, v verb, a adjective, nr a name, ..."""
    return str(_segmenter().tag(word)[0][1])


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether the segmenter's dictionary has a Chinese word; otherwise it guessed where the word ends."""
    return bool(_segmenter().has_word(word))


def pieces_of(run: str) -> list[str]:
    """A run of Chinese characters, cut into words."""
    return list(_segmenter().cut(run))


def _pieces(text: str) -> Iterator[str]:
    """Words that say something, and an empty word wherever something else stands between them."""
    for match in _RUN.finditer(text):
        if match["han"]:
            yield from (_chinese(word, kind) for word, kind in _segmenter().tag(match["han"]))
        elif match["word"]:
            yield _latin(match["word"])
        else:
            yield ""


def _chinese(word: str, kind: str) -> str:
    return "" if (kind[0] in _EMPTY and kind != "zg") or word in _stops() else word


@lru_cache(maxsize=20_000)
def _latin(word: str) -> str:
    bare = word.replace("’", "'").removesuffix("'s")
    if not 1 < len(bare) <= _LONGEST or bare[0].isdigit() or {bare, stem(bare)} & _stops():
        return ""
    return bare


@cache
def _stops() -> frozenset[str]:
    return frozenset(phrases(zh.STOPS)) | frozenset(en.STOPS.split())


@cache
def _segmenter() -> Any:
    """Loaded when the first Chinese text arrives: about 41 MB and a quarter of a second, once a process."""
    import rjieba

    return rjieba
