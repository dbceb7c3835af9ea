"""A text as a filter reads it: letters alone, each folded, and what stands between them.

Width, case, accents, look-alikes, traditional and simplified signs make no difference, and what nobody sees is not
there. Spaces and marks are left out too; how strong a gap they make decides later what may be one word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from unicodedata import category, normalize

from community.moderation.filters.lookalikes import DIGITS, LETTERS
from community.search.words import SIGNS, simplified

_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # blank, though they are letters or symbols by name
_UNSEEN = frozenset({"Cf", "Cc", "Me"})
_SENTENCE = frozenset("\n\r\u2028\u2029。！？；，、：…")
_NOISE = frozenset({"So", "Sk", "Sm", "Pc"})
_DIGITS_INSIDE = re.compile(r"(?<=[a-z])[013-8]+(?=[a-z])")
_SIGN = re.compile(f"[{SIGNS}]")
_ALPHABETS_END = 0x0590  # below it lie Latin, Greek, Cyrillic and Armenian
LONG = 6  # characters after which a gap parts sentences, whatever it is made of


class Gap(IntEnum):
    """What stands before a letter.

    NOISE are marks that nobody writes inside a word but to hide it; PLAIN are spaces and the marks of a sentence;
    STRONG parts sentences in Chinese too.
    """

    NONE = 0
    NOISE = 1
    PLAIN = 2
    STRONG = 3


class Kind(IntEnum):
    """SIGN are letters of scripts that put no spaces between words."""

    SIGN = 0
    ALPHABET = 1
    DIGIT = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text.

    Attributes:
        text: the letters, folded, one after the other.
        at: of each letter, the index in the text that it comes from; several may come from one character.
        gaps: what stands before each letter.
    """

    text: str
    at: list[int]
    gaps: list[Gap]

    def kind(self, place: int) -> Kind:
        return _kind(self.text[place])

    def begins(self, place: int) -> bool:
        """Whether a word may begin with this letter: wherever it likes where there are no spaces."""
        return place == 0 or self._parts(place) or self.kind(place) == Kind.SIGN

    def ends(self, place: int) -> bool:
        """Whether a word may end with this letter."""
        return place + 1 == len(self.text) or self._parts(place + 1) or self.kind(place) == Kind.SIGN

    def _parts(self, place: int) -> bool:
        return self.gaps[place] > Gap.NONE or self.kind(place) != self.kind(place - 1)


def read(text: str) -> Letters:
    found, at, gaps = [], [], []
    for letter, index, gap in _letters(text):
        found.append(letter)
        at.append(index)
        gaps.append(gap)
    return Letters(_with_digits_read("".join(found), gaps), at, gaps)


def _letters(text: str) -> Iterator[tuple[str, int, Gap]]:
    gap, length = Gap.NONE, 0
    for index, character in enumerate(text):
        letters, between = _folded(character)
        for letter in letters:
            yield letter, index, Gap.STRONG if length > LONG else gap
            gap, length = Gap.NONE, 0
        if between:
            gap, length = max(gap, between), length + 1


def _with_digits_read(found: str, gaps: list[Gap]) -> str:
    """Digits between letters as the letters that they look like: `sh1p` is a ship, `A55` a number."""

    def as_letters(match: re.Match[str]) -> str:
        joined = not any(gaps[match.start() : match.end() + 1])
        return match[0].translate(DIGITS) if joined else match[0]

    return _DIGITS_INSIDE.sub(as_letters, found)


@lru_cache(20_000)
def _folded(character: str) -> tuple[str, Gap]:
    """The letters that a character stands for; where there are none, the gap that it makes."""
    if character in _FILLERS or _ACCENTS.match(character):
        return "", Gap.NONE
    base = normalize("NFKC", character.translate(LETTERS)).casefold()
    plain = normalize("NFC", _ACCENTS.sub("", normalize("NFD", base)))
    letters = "".join(filter(_is_letter, plain.translate(LETTERS).translate(simplified())))
    return letters, Gap.NONE if letters else _gap(character)


def _is_letter(character: str) -> bool:
    """Vowel signs are letters in the scripts that have them."""
    return character.isalnum() or category(character) in ("Mn", "Mc")


def _gap(character: str) -> Gap:
    if character in _SENTENCE:
        return Gap.STRONG
    kind = category(character)
    if kind in _UNSEEN and not character.isspace():
        return Gap.NONE
    return Gap.NOISE if kind in _NOISE or character in "*~^|`•·" else Gap.PLAIN


@lru_cache(20_000)
def _kind(letter: str) -> Kind:
    if _SIGN.match(letter):
        return Kind.SIGN
    if letter.isdigit():
        return Kind.DIGIT
    return Kind.ALPHABET if ord(letter) < _ALPHABETS_END else Kind.OTHER
