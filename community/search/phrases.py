"""What is looked for, and where it stands in a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from community.search.words import Word, folded, words, words_of_folded

_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)  # a sign with its accents


class Step(NamedTuple):
    """A word of a phrase.

    Attributes:
        gap: places behind the word before it.
        is_beginning: whether it may go on.
    """

    text: str
    gap: int
    is_beginning: bool

    def fits(self, word: Word) -> bool:
        return word.text.startswith(self.text) if self.is_beginning else word.text == self.text


@dataclass(frozen=True)
class Phrase:
    """Words that are looked for in this order, side by side; false where there is nothing to find."""

    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.steps)

    def tsquery(self) -> str:
        """The phrase as PostgreSQL reads a `tsquery`."""
        parts = [f"<{step.gap}> {_asked(step)}" if nth else _asked(step) for nth, step in enumerate(self.steps)]
        return " ".join(parts)

    def spans(self, places: Mapping[int, list[Word]]) -> Iterator[tuple[int, int]]:
        """Where the phrase stands among words by their places: first character, and the one behind the last."""
        for first in [word for some in places.values() for word in some]:
            if (last := self._followed(first, places)) is not None:
                yield first.start, min(last.end, last.start + len(self.steps[-1].text))

    def _followed(self, word: Word, places: Mapping[int, list[Word]]) -> Word | None:
        """The word that ends the phrase, if this one begins it."""
        if not self.steps[0].fits(word):
            return None
        for step in self.steps[1:]:
            following = [other for other in places.get(word.place + step.gap, []) if step.fits(other)]
            if not following:
                return None
            word = following[0]
        return word


def _asked(step: Step) -> str:
    return f"'{step.text}'{':*' if step.is_beginning else ''}"


def phrase(text: str, is_open: bool = False) -> Phrase:
    """What is to be found where somebody writes this.

    Args:
        is_open: the last word may go on, as it does while somebody is still typing.
    """
    all_words = list(words(text))
    wanted = [
        word
        for nth, word in enumerate(all_words)
        if not (word.is_end and nth and _is_in_pair(word, all_words[nth - 1]))
    ]
    steps = []
    for nth, word in enumerate(wanted):
        is_last = nth == len(wanted) - 1
        gap = word.place - wanted[nth - 1].place if nth else 0
        steps.append(Step(word.text, gap, word.is_end or (is_open and is_last)))
    return Phrase(tuple(steps))


def _is_in_pair(word: Word, before: Word) -> bool:
    """Whether the pair before holds this last sign of a run already."""
    return not before.is_end and before.end == word.end


def spans(text: str, phrases: Iterable[Phrase]) -> list[tuple[int, int]]:
    """Where any of these phrases stand in a text as it was written, in its order, none overlapping."""
    plain, origin = _folded_with_origin(text)
    places: dict[int, list[Word]] = defaultdict(list)
    for word in words_of_folded(plain):
        places[word.place].append(word)
    found = sorted(span for one in phrases for span in one.spans(places))
    return _merged((origin[start][0], origin[end - 1][1]) for start, end in found)


def _folded_with_origin(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text folded, and of each of its characters the range in the text that it came from."""
    plain, origin = [], []
    for cluster in _CLUSTER.finditer(text):
        part = folded(cluster[0])
        plain.append(part)
        origin += [cluster.span()] * len(part)
    return "".join(plain), origin


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
