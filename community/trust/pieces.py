"""The words of a text, and pieces of them, as its folded letters give them: disguises make no difference."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import add

from community.moderation.filters.letters import ALPHABETS_END, Gap, Letters
from community.search.words import SIGNS

FEW = 4  # letters that each stand alone, from which on they are a word that somebody spread out
NUMBER = "0"  # any number, where words are in a row
_STRONG = chr(Gap.STRONG)
_FAR = f"{chr(ALPHABETS_END)}-\U0010ffff"
# A gap, and behind it letters of one kind in a row. Words end at any gap; what stands between signs of Chinese parts
# them only where a sentence ends.
_RUN = re.compile(
    rf"([\1-\3]?)(?:([{SIGNS}](?:[\1\2]?[{SIGNS}])*)|(\d+|[^\1-\3\d{_FAR}]+|[^\0-{chr(ALPHABETS_END - 1)}\d{SIGNS}]+))"
)
Run = tuple[str, str, str]  # the gap before it, its signs with the gaps among them, or else its word


def rows(letters: Letters) -> tuple[list[str], list[list[str]]]:
    """The rows of Chinese signs of a text, and its rows of other words; neither goes beyond the end of a sentence."""
    signs: list[str] = []
    words: list[list[str]] = [[]]
    for gap, sign, word in _joined(_RUN.findall(letters.marked)):
        if sign or gap == _STRONG:
            words.append([])
        if sign:
            signs.append(sign.replace("\1", "").replace("\2", ""))
        else:
            words[-1].append(word)
    return signs, [row for row in words if row]


def of_signs(row: str) -> Iterator[str]:
    """Each sign, and each two in a row."""
    return chain(row, map(add, row, row[1:]))


def of_words(words: Sequence[str], longest: int) -> Iterator[str]:
    """Up to so many words in a row."""
    yield from words
    if longest > 1:
        yield from map(" ".join, pairwise(words))
    if longest > 2:
        yield from map(" ".join, zip(words, words[1:], words[2:], strict=False))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Letters that each stand alone, as the word that they are."""
    for alone, group in groupby(runs, key=_stands_alone):
        some = list(group)
        if alone and len(some) >= FEW:
            yield some[0][0], "", "".join(word for _, _, word in some)
        else:
            yield from some


def _stands_alone(run: Run) -> bool:
    return len(run[2]) == 1
