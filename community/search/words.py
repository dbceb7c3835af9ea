"""What of a text can be found: words where there are spaces, and every two signs in a row where there are none.

Chinese is not cut into words: whoever searches for a part of one would not find it. Every two neighbours of a run of
signs stand in the index, and a longer run is found by its pairs, one after the other.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

LAST_PLACE = 16_383  # of a tsvector; all that is later stands there too (PostgreSQL, "Limitations of text search")
LONGEST = 64  # characters of a word that are looked at; a longer one is found by its beginning

# Han with its extensions and the sign of repetition, kana, bopomofo, hangul.
_SIGNS = (
    "\u3005\u3007\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"(?P<run>[{_SIGNS}]+)|(?P<word>[^\W{_SIGNS}]+)")


class Word(NamedTuple):
    """One entry of the index.

    Attributes:
        place: where it stands in its text, from 1; neighbours follow one another, whatever is between them is skipped.
        is_end: whether it is the last sign of a run, which begins no pair.
    """

    text: str
    place: int
    is_end: bool = False


def words(text: str) -> Iterator[Word]:
    """All that can be found of a text, in its order."""
    place = 1
    for token in _TOKEN.finditer(folded(text)):
        run = token["run"]
        if run is None:
            yield Word(token["word"][:LONGEST], place)
            place += 1
            continue
        for start in range(len(run) - 1):
            yield Word(run[start : start + 2], place + start)
        yield Word(run[-1], place + len(run) - 1, is_end=True)
        place += len(run)


def folded(text: str) -> str:
    """A text as it is compared: full width as half, capitals as small letters, accents kept."""
    return normalize("NFKC", text).casefold()


def vector(text: str) -> str:
    """A text as PostgreSQL reads a `tsvector`."""
    return " ".join(f"'{word.text}':{min(word.place, LAST_PLACE)}" for word in words(text))


def phrase(text: str, is_open: bool = False) -> str:
    """A `tsquery` that finds these words in this order, side by side; empty where there is nothing to find.

    Args:
        is_open: the last word may go on, as it does while somebody is still typing.
    """
    all_words = list(words(text))
    wanted = [word for word in all_words if not (word.is_end and len(all_words) > 1 and _is_in_pair(word, all_words))]
    steps: list[str] = []
    for nth, word in enumerate(wanted):
        if nth:
            steps.append(f"<{word.place - wanted[nth - 1].place}>")
        is_beginning = word.is_end or (is_open and nth == len(wanted) - 1)
        steps.append(f"'{word.text}'{':*' if is_beginning else ''}")
    return " ".join(steps)


def _is_in_pair(word: Word, others: list[Word]) -> bool:
    """Whether the pair before holds this last sign of a run already."""
    return any(len(other.text) == 2 and not other.is_end and other.place == word.place - 1 and other.text[1] == word.text for other in others)
