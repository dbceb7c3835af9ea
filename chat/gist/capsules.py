"""A draft note of a conversation: what was asked, answered, decided, linked to, and left open."""

import re
from dataclasses import dataclass
from functools import cached_property

from chat.gist.cues import Cue
from chat.gist.cuts import cut
from chat.gist.highlights import excerpt
from chat.gist.marks import one_line, unlinked
from chat.gist.questions import SURE
from chat.gist.ranks import choose, vectors
from chat.gist.talk import Line, Talk, Told
from chat.gist.turns import PLAIN, Turns

QUESTION, ANSWERS, DECISIONS, OPEN = "question", "answers", "decisions", "open"
LINKS, FILES, CODE = "links", "files", "code"
_LONG = 200  # characters of a line
_PAIR = 100  # of a question or its answer that share a line
_SNIPPET = 600
_MOST = {ANSWERS: 4, DECISIONS: 4, LINKS: 10, FILES: 10, CODE: 5, OPEN: 3}
_MOST_PAIRS = 3
_FILE = re.compile(
    r"\.(?:pdf|docx?|odt|xlsx?|ods|csv|pptx?|odp|zip|gz|tgz|7z|rar|png|jpe?g|gif|webp|svg|mp3|mp4|mov|txt|md)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cited:
    """One line of a note and the messages that it rests on."""

    text: str
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """One part of a note: `question`, `answers`, `decisions`, `links`, `files`, `code` or `open`."""

    kind: str
    lines: tuple[Cited, ...]


@dataclass(frozen=True)
class Draft:
    """A note for people to edit. Parts with nothing in them are left out."""

    parts: tuple[Part, ...]


def capsule(said: Told | Talk) -> Draft:
    """Draft a note of a conversation from its own words; every line cites its messages."""
    note = _Note(Talk.of(said))
    parts = {
        QUESTION: note.question, ANSWERS: note.answers, DECISIONS: note.decided, LINKS: note.links(files=False),
        FILES: note.links(files=True), CODE: note.code, OPEN: note.open_ends,
    }  # fmt: skip
    return Draft(tuple(Part(kind, tuple(lines)) for kind, lines in parts.items() if lines))


class _Note:
    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._turns = Turns(talk)

    @property
    def question(self) -> list[Cited]:
        opening = self._turns.opening
        return [self._cited(opening)] if opening else []

    @property
    def answers(self) -> list[Cited]:
        """What was said to the opening question, then other questions with what was said to them."""
        pairs = [(asked, said) for asked, said in self._pairs if said.key not in self._answering]
        lines = [line for line in self._talk.lines if line.key in self._answering]
        return [*map(self._cited, lines), *(self._pair(*pair) for pair in pairs[:_MOST_PAIRS])]

    @property
    def decided(self) -> list[Cited]:
        return [self._cited(line) for line in self._decisions]

    @property
    def code(self) -> list[Cited]:
        """Each snippet once."""
        found: dict[str, int] = {}
        for line in self._talk.lines:
            for snippet in line.parsed.code:
                found.setdefault(cut(snippet, _SNIPPET), line.key)
        return [Cited(snippet, (key,)) for snippet, key in found.items() if snippet][: _MOST[CODE]]

    @property
    def open_ends(self) -> list[Cited]:
        """Questions that nobody took up, the latest ones."""
        left = [line for line in self._turns.unanswered if len(line.terms) > 1]
        return [self._cited(line) for line in left[-_MOST[OPEN] :]]

    def links(self, files: bool) -> list[Cited]:
        """Each address once, whole, behind what was said about it."""
        found: dict[str, Line] = {}
        for line in self._talk.lines:
            for link in line.parsed.links:
                if _is_file(link) == files:
                    found.setdefault(link, line)
        return [Cited(_about(line, link), (line.key,)) for link, line in found.items()][: _MOST[LINKS]]

    @cached_property
    def _decisions(self) -> list[Line]:
        deciding = [line for line in self._talk.lines if self._decides(line)]
        best = sorted(deciding, key=lambda line: -self._weight(line))[: _MOST[DECISIONS]]
        return [line for line in deciding if line in best]

    @cached_property
    def _answering(self) -> list[int]:
        """The messages that answer the opening question best."""
        opening = self._turns.opening
        if not opening:
            return []
        known = [line for line in self._turns.below(opening) if self._answers(line, opening)]
        scores = {line.key: self._answer_score(line, opening) for line in known}
        good = {key: score for key, score in scores.items() if score >= 1.0}
        return choose(good, vectors(known), _MOST[ANSWERS])

    @cached_property
    def _pairs(self) -> list[tuple[Line, Line]]:
        """Later questions, each with the best of what others said to it."""
        found = []
        for asked in self._turns.questions:
            said = [line for line in self._turns.answers_to(asked) if self._replies(line, asked)]
            if asked is not self._turns.opening and said:
                found.append((asked, max(said, key=lambda line: (self._turns.thanked[line.key], self._weight(line)))))
        return found

    def _replies(self, line: Line, asked: Line) -> bool:
        """Whether it answers for certain: it was told so, or the question is a plain one."""
        sure = line.said.answers == asked.key or asked.asks > PLAIN
        return sure and bool(line.terms) and line.asks < SURE

    def _answers(self, line: Line, opening: Line) -> bool:
        told = line.author != opening.author and not line.is_filler and line.asks < SURE
        return told and line not in self._decisions and len(line.terms) > 1

    def _answer_score(self, line: Line, opening: Line) -> float:
        direct = self._talk.parent(line) is opening
        score = 1.0 * min(self._turns.thanked[line.key], 2) + 0.7 * (Cue.ANSWERS in line.cues) + 0.4 * direct
        return score + 0.3 * min(self._turns.agreed[line.key], 2) + min(0.8, self._weight(line) / 12)

    def _decides(self, line: Line) -> bool:
        agreed = self._turns.agreed[line.key] > 1 and len(line.terms) > 3
        return line.asks < SURE and (agreed or (Cue.DECIDES in line.cues and len(line.terms) > 1))

    def _weight(self, line: Line) -> float:
        return self._talk.weight(line.terms)

    def _cited(self, line: Line) -> Cited:
        return Cited(excerpt(line, self._talk, _LONG), (line.key,))

    def _pair(self, asked: Line, said: Line) -> Cited:
        question, answer = excerpt(asked, self._talk, _PAIR), excerpt(said, self._talk, _PAIR)
        return Cited(f"{question} → {answer}", (asked.key, said.key))


def _is_file(link: str) -> bool:
    return _FILE.search(link.split("?")[0].split("#")[0]) is not None


def _about(line: Line, link: str) -> str:
    return one_line(f"{cut(one_line(unlinked(line.plain)), _PAIR)} {link}")
