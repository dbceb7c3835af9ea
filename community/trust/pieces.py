"""The words of a text, and pieces of them, as its folded letters give them: disguises make no difference."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from community.moderation.filters.letters import Gap, Kind, Letters

FEW = 4  # letters that each stand alone, from which on they are a word that somebody spread out
NUMBER = "0"  # any number, where words are in a row


class Run(NamedTuple):
    """Letters of one kind in a row.

    Attributes:
        signs: whether they are of a script without spaces.
        gap: what stands before them.
    """

    text: str
    signs: bool
    gap: Gap


def rows(letters: Letters) -> tuple[list[str], list[list[str]]]:
    """The rows of Chinese signs of a text, and its rows of other words; neither goes beyond the end of a sentence."""
    signs: list[str] = []
    words: list[list[str]] = [[]]
    for run in _joined(_runs(letters)):
        if run.signs or run.gap == Gap.STRONG:
            words.append([])
        if run.signs:
            signs.append(run.text)
        else:
            words[-1].append(run.text)
    return signs, [row for row in words if row]


def of_signs(row: str, longest: int) -> Iterator[str]:
    """Up to so many signs in a row."""
    for length in range(1, longest + 1):
        yield from (row[at : at + length] for at in range(len(row) - length + 1))


def of_words(words: Sequence[str], longest: int) -> Iterator[str]:
    """Up to so many words in a row."""
    yield from words
    if longest > 1:
        yield from map(" ".join, pairwise(words))
    if longest > 2:
        yield from map(" ".join, zip(words, words[1:], words[2:], strict=False))


def _runs(letters: Letters) -> Iterator[Run]:
    begin, text = 0, letters.text
    for at in range(1, len(text) + 1):
        if at == len(text) or _parts(letters, at):
            yield Run(text[begin:at], letters.kind(begin) == Kind.SIGN, letters.gaps[begin])
            begin = at


def _parts(letters: Letters, at: int) -> bool:
    """Words end at any gap; what stands between signs of Chinese parts them only where a sentence ends."""
    kind = letters.kind(at)
    if kind != letters.kind(at - 1):
        return True
    return letters.gaps[at] > (Gap.PLAIN if kind == Kind.SIGN else Gap.NONE)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Letters that each stand alone, as the word that they are."""
    for alone, group in groupby(runs, key=lambda run: len(run.text) == 1 and not run.signs):
        some = list(group)
        if alone and len(some) >= FEW:
            yield Run("".join(run.text for run in some), signs=False, gap=some[0].gap)
        else:
            yield from some
