"""What stands on a word list: a word or phrase, or a site, and what follows where it is written."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from community.moderation.filters.letters import Gap, Kind, Letters, read

LEAST_SPACED = 3  # letters of a word that is found with a gap after each of them


class Action(StrEnum):
    """From the gravest to the mildest; what is allowed is an exception from all others."""

    BLOCK = "block"
    HOLD = "hold"
    MASK = "mask"
    FLAG = "flag"
    ALLOW = "allow"


@dataclass(frozen=True)
class Entry:
    """A word or phrase with what follows.

    Attributes:
        text: as somebody wrote it; a `*` at its end stands for any ending.
    """

    text: str
    action: Action

    @cached_property
    def letters(self) -> Letters:
        return read(self.text)

    @property
    def is_open(self) -> bool:
        return self.text.rstrip().endswith("*")

    @cached_property
    def _words(self) -> list[range]:
        """Where the words of a phrase stand among its letters."""
        gaps = self.letters.gaps
        starts = [0, *(place for place in range(1, len(gaps)) if gaps[place])]
        return [range(first, last) for first, last in zip(starts, [*starts[1:], len(gaps)], strict=True)]

    def fits(self, text: Letters, start: int) -> bool:
        """Whether these letters of a text, which are the entry's, are its words as well."""
        last = start + len(self.letters.text) - 1
        if not text.begins(start) or not (self.is_open or text.ends(last)):
            return False
        return all(_is_one_word(text, range(start + word.start, start + word.stop)) for word in self._words)


def _is_one_word(text: Letters, word: range) -> bool:
    """Whether letters are read as one word: nothing parts them, or the same trick parts each from the next."""
    inside = word[1:]
    if all(text.gaps[place] <= _bearable(text, place) for place in inside):
        return True
    return len(word) >= LEAST_SPACED and all(text.gaps[place] for place in inside)


def _bearable(text: Letters, place: int) -> Gap:
    """The gap that does not end a word before this letter: between signs, spaces say nothing."""
    signs = Kind.SIGN in (text.kind(place - 1), text.kind(place))
    return Gap.PLAIN if signs else Gap.NOISE
