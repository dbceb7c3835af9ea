"""A text as a filter reads it: letters alone, each folded, and what stands between them.

Width, case, accents, look-alikes, traditional and simplified signs make no difference, and what nobody sees is not
there. Spaces and marks are left out too; how strong a gap they make decides later what may be one word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from unicodedata import category, digit, normalize

from community.moderation.filters.lookalikes import DIGITS, LETTERS
from community.search.words import SIGNS, simplified

_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # blank, though they are letters or symbols by name
_UNSEEN = frozenset({"Cf", "Cc", "Me"})
_SENTENCE = frozenset("\n\r\u2028\u2029。！？；，、：…")
_NOISE = frozenset({"So", "Sk", "Sm", "Pc"})
_DIGITS_INSIDE = re.compile(r"(?<=[a-z])[013-8]+(?=[a-z])")
_SIGN = re.compile(f"[{SIGNS}]")
ALPHABETS_END = 0x0590  # below it lie Latin, Greek, Cyrillic and Armenian
LONG = 6  # characters after which a gap parts sentences, whatever it is made of
KNOWN = 20_000  # characters whose reading is kept
SEEN_LATELY = 128  # texts: a list, the signs of spam and whoever says the same read what comes in, one after the other


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


_GAP = re.compile("[\1-\3]")  # a gap among letters, by its number; nothing that is written is read as one of these
_GAPS = re.compile("[\1-\3]{2,}")


@dataclass(frozen=True)
class Letters:
    """The letters of a text.

    Attributes:
        written: the text as it was written.
        marked: the letters, folded, with the number of the gap as a character before those that have one.
    """

    written: str
    marked: str

    @cached_property
    def text(self) -> str:
        """The letters alone, one after the other."""
        return self.marked.replace("\1", "").replace("\2", "").replace("\3", "")

    @cached_property
    def at(self) -> list[int]:
        """Of each letter, the index in the text that it comes from; several may come from one character."""
        return [index for index, character in enumerate(self.written) for _ in _letters(character)]

    @cached_property
    def gaps(self) -> Sequence[int]:
        """What stands before each letter."""
        found = bytearray(len(self.text) + 1)  # a gap may stand behind the last one
        for earlier, gap in enumerate(_GAP.finditer(self.marked)):
            found[gap.start() - earlier] = ord(gap[0])
        return found[:-1]

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


class _Folding(dict[int, str]):
    """What is read for each character, which the first one who meets it finds out."""

    def __missing__(self, point: int) -> str:
        if len(self) >= KNOWN:
            self.clear()
        letters, gap = _folded(chr(point))
        self[point] = letters or (chr(gap) if gap else "")
        return self[point]


_FOLDING = _Folding()


@lru_cache(SEEN_LATELY)
def read(text: str) -> Letters:
    marked = _GAPS.sub(_as_one, text.translate(_FOLDING))
    return Letters(text, _DIGITS_INSIDE.sub(_as_letters, marked))


def _as_one(gaps: re.Match[str]) -> str:
    return chr(Gap.STRONG) if len(gaps[0]) > LONG else max(gaps[0])


def _as_letters(digits: re.Match[str]) -> str:
    """Digits between letters as the letters that they look like: `sh1p` is a ship, `A55` a number."""
    return digits[0].translate(DIGITS)


def _letters(character: str) -> str:
    folded = _FOLDING[ord(character)]
    return "" if _GAP.match(folded) else folded


def _folded(character: str) -> tuple[str, Gap]:
    """The letters that a character stands for; where there are none, the gap that it makes."""
    if character in _FILLERS or _ACCENTS.match(character):
        return "", Gap.NONE
    base = normalize("NFKC", character.translate(LETTERS)).casefold()
    plain = normalize("NFC", _ACCENTS.sub("", normalize("NFD", base)))
    letters = "".join(map(_plain, filter(_is_letter, plain.translate(LETTERS).translate(simplified()))))
    return letters, Gap.NONE if letters else _gap(character)


def _is_letter(character: str) -> bool:
    """Vowel signs are letters in the scripts that have them."""
    return character.isalnum() or category(character) in ("Mn", "Mc")


def _plain(letter: str) -> str:
    """Digits of whatever script, or in a circle, are digits."""
    return str(digit(letter)) if letter.isdigit() else letter


def _gap(character: str) -> Gap:
    if character in _SENTENCE:
        return Gap.STRONG
    kind = category(character)
    if kind in _UNSEEN and not character.isspace():
        return Gap.NONE
    return Gap.NOISE if kind in _NOISE or character in "*~^|`•·" else Gap.PLAIN


@lru_cache(KNOWN)
def _kind(letter: str) -> Kind:
    if _SIGN.match(letter):
        return Kind.SIGN
    if letter.isdecimal():
        return Kind.DIGIT
    return Kind.ALPHABET if ord(letter) < ALPHABETS_END else Kind.OTHER
