"""A conversation, read once: what each message says, and who answers whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log

from chat.gist.cues import Cue, cues
from chat.gist.cuts import sentences
from chat.gist.fillers import is_filler
from chat.gist.han import folded
from chat.gist.marks import Parsed, one_line, parsed, unlinked
from chat.gist.names import Names, names
from chat.gist.questions import asks
from chat.gist.tokens import runs, stem

_SILENCE = 3600  # seconds after which a message answers nothing by itself
_SENTENCES = 12  # of a message that are looked at for a question


@dataclass(frozen=True)
class Said:
    """One message.

    Args:
        key: the caller's id of it.
        answers: the key of the message that it answers, if known.
        at: when, in seconds.
    """

    key: int
    author: str
    text: str
    answers: int | None = None
    at: float = 0.0


@dataclass(frozen=True)
class Line:
    """One message and what can be read in it; each reading is done once, when it is asked for."""

    said: Said
    people: Names

    @property
    def key(self) -> int:
        return self.said.key

    @property
    def author(self) -> str:
        return self.said.author

    @cached_property
    def parsed(self) -> Parsed:
        return parsed(self.said.text)

    @cached_property
    def plain(self) -> str:
        """On one line, without marks, links whole."""
        return one_line(self.parsed.plain)

    @cached_property
    def sentences(self) -> list[str]:
        return sentences(self.parsed.plain)

    @cached_property
    def folded(self) -> str:
        return folded(unlinked(self.people.without(self.parsed.plain)))

    @cached_property
    def runs(self) -> list[tuple[str, ...]]:
        """Words that say something, in groups that stand side by side."""
        return runs(self.folded)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(stem(word) for run in self.runs for word in run)

    @cached_property
    def cues(self) -> frozenset[Cue]:
        return cues(self.folded)

    @cached_property
    def asking(self) -> list[float]:
        """How surely each of its first sentences asks."""
        return [asks(sentence, Cue.ASKS in self.cues) for sentence in self.sentences[:_SENTENCES]]

    @cached_property
    def asks(self) -> float:
        """How surely it asks."""
        return max(self.asking, default=0.0)

    @cached_property
    def is_filler(self) -> bool:
        """Whether it only greets, laughs or nods."""
        return is_filler(self.folded)


Told = Iterable[Said | Line]


@dataclass(frozen=True)
class Background:
    """In how many messages of a room each word stands: what everybody says all the time says little."""

    messages: int
    frequency: Counter[str]

    @classmethod
    def of(cls, said: Told) -> "Background":
        lines = read(said)
        return cls(len(lines), Counter(term for line in lines for term in line.terms))

    def rarity(self, term: str) -> float:
        """Inverse document frequency, smoothed (Robertson 2004), 1 for a word that was said once."""
        return log(1 + (self.messages + 1) / (self.frequency[term] + 1)) / log(1 + (self.messages + 1) / 2)


class Talk:
    """The messages of a conversation, in order, each text of an author once: a bot's flood is one line."""

    def __init__(self, said: Told, background: Background | None = None) -> None:
        self.background = background
        self.all = read(said)
        self.lines = list(_once(self.all))
        self.by_key = {line.key: line for line in self.all}

    @classmethod
    def of(cls, said: "Told | Talk", background: Background | None = None) -> "Talk":
        """The talk itself, with the background that it has, or a new one."""
        return said if isinstance(said, Talk) else cls(said, background)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    @cached_property
    def authors(self) -> list[str]:
        """In the order in which they came in."""
        return list(dict.fromkeys(line.author for line in self.lines))

    @cached_property
    def frequency(self) -> Counter[str]:
        """In how many messages each term stands."""
        return Counter(term for line in self.lines for term in line.terms)

    @cached_property
    def voices(self) -> Counter[str]:
        """How many people used each term."""
        return Counter(term for _, term in {(line.author, term) for line in self.lines for term in line.terms})

    @cached_property
    def weights(self) -> dict[str, float]:
        """How much each term is what the conversation is about: said often, by several, and rare elsewhere."""
        rarity = self.background.rarity if self.background else lambda term: 1.0
        return {
            term: log(1 + count) * (1 + 0.5 * log(self.voices[term])) * rarity(term)
            for term, count in self.frequency.items()
        }

    def weight(self, terms: Iterable[str]) -> float:
        """Of several terms together."""
        return sum(self.weights.get(term, 0.0) for term in sorted(terms))

    @cached_property
    def replies(self) -> dict[int, list[Line]]:
        """The answers to each message, in order."""
        found: dict[int, list[Line]] = defaultdict(list)
        for line in self.all:
            if (parent := self.parent(line)) is not None:
                found[parent.key].append(line)
        return found

    def parent(self, line: Line) -> Line | None:
        """The message that one answers: as told, or else as good as can be guessed."""
        return self._parents[line.key]

    @cached_property
    def _parents(self) -> dict[int, Line | None]:
        found: dict[int, Line | None] = {}
        last: dict[str, Line] = {}
        before: Line | None = None
        for line in self.all:
            known = self.by_key.get(line.said.answers) if line.said.answers is not None else None
            told = known if known is not line else None
            found[line.key] = told or self._guessed(line, last, before)
            last[line.author.casefold()] = before = line
        return found

    def _guessed(self, line: Line, last: dict[str, Line], before: Line | None) -> Line | None:
        """The last message of whom it calls, or the one before it, unless that was long ago."""
        called = line.people.called(line.parsed.plain)
        recent = before if before and line.said.at - before.said.at <= _SILENCE else None
        return (last.get(called) if called else None) or recent


def _once(lines: Iterable[Line]) -> Iterable[Line]:
    """Without an author's repetitions."""
    found: dict[tuple[str, str], Line] = {}
    for line in lines:
        found.setdefault((line.author, line.plain or line.said.text), line)
    return found.values()


def read(said: Told, people: Iterable[str] = ()) -> list[Line]:
    """Read messages once for all that is done with them.

    Args:
        people: names that may be called in them, besides the authors'.
    """
    given = list(said)
    fresh = [one for one in given if isinstance(one, Said)]
    known = names(frozenset(people) | {one.author for one in fresh}) if fresh else Names(())
    return [Line(one, known) if isinstance(one, Said) else one for one in given]
