"""What of a text can be found: words where there are spaces, and every two signs in a row where there are none.

Chinese is not cut into words: whoever searches for a part of one would not find it. Every two neighbours of a run of
signs stand in the index, and a longer run is found by its pairs, one after the other.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from opencc import OpenCC

LAST_PLACE = 16_383  # of a tsvector; all that is later stands there too (PostgreSQL, "Limitations of text search")
LONGEST = 64  # characters of a word that are looked at; a longer one is found by its beginning

# Han with its extensions and the sign of repetition, kana, bopomofo, hangul.
SIGNS = (
    "\u3005\u3007\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"(?P<run>[{SIGNS}]+)|(?P<word>[^\W{SIGNS}]+)")


class Word(NamedTuple):
    """One entry of the index.

    Attributes:
        place: where it stands in its text, from 1; neighbours follow one another, whatever is between them is skipped.
        start, end: its first character, and the one behind it, in the folded text.
        is_end: whether it is the last sign of a run, which begins no pair.
    """

    text: str
    place: int
    start: int
    end: int
    is_end: bool = False


def words(text: str) -> Iterator[Word]:
    """All that can be found of a text, in its order."""
    return words_of_folded(folded(text))


def words_of_folded(folded_text: str) -> Iterator[Word]:
    place = 1
    for token in _TOKEN.finditer(folded_text):
        if token["run"] is None:
            yield Word(token["word"][:LONGEST], place, token.start(), token.end())
            place += 1
        else:
            yield from _pairs(token["run"], place, token.start())
            place += len(token["run"])


def _pairs(run: str, place: int, start: int) -> Iterator[Word]:
    last = len(run) - 1
    for nth in range(last):
        yield Word(run[nth : nth + 2], place + nth, start + nth, start + nth + 2)
    yield Word(run[last], place + last, start + last, start + last + 1, is_end=True)


def folded(text: str) -> str:
    """A text as it is compared: full width as half, capitals small, traditional signs simplified, accents kept."""
    return normalize("NFKC", text).casefold().translate(simplified())


@cache
def simplified() -> dict[int, str]:
    """Each traditional sign that has one simplified sign, from OpenCC's table."""
    signs = [chr(number) for number in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(one): other for one, other in zip(signs, converted, strict=True) if one != other and len(other) == 1}


def vector(text: str) -> str:
    """A text as PostgreSQL reads a `tsvector`."""
    return " ".join(f"'{word.text}':{min(word.place, LAST_PLACE)}" for word in words(text))
