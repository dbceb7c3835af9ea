"""The last messages of a room, as numbers: what has been read of each is kept in arrays, so that pairs are quick."""

import math
import re
from collections import defaultdict, deque

import numpy as np

from chat.conversations.engine.cues import CUES, cues, is_bot
from chat.conversations.engine.lines import Line
from chat.conversations.engine.names import ADDRESSED, People, without
from chat.conversations.engine.vocabulary import Vocabulary
from chat.conversations.engine.words import words

REACH = 100  # messages back that a parent is looked for
HISTORY = 400  # messages that are remembered: who spoke to whom, which words are common here
_ROOM = 2048  # rows before the old ones are thrown out
_STRANGERS = 4000  # speakers remembered before those who are silent are forgotten
_NAMES = 3
_FEW, _RARE = 20, 0.02  # messages before it can be said that names are rare; the share of calls that is
_FADE = 0.7  # weight of what was before, in moving averages over one author's messages
_RENAMED = re.compile(r"=== (\S{1,64}) is now known as (\S{1,64})")
_CAME = re.compile(r"=== (\S{1,64}) .*has joined ")


class Window:
    """Messages in order. Rows are positions in the arrays; they move when old ones are dropped."""

    def __init__(self, vocabulary: Vocabulary, *, with_names: bool = True) -> None:
        self.vocabulary = vocabulary
        self.with_names = with_names
        self.people = People()
        self.count = 0
        self.dropped = 0
        self.key = np.zeros(_ROOM, np.int64)
        self.author = np.zeros(_ROOM, np.int32)
        self.minute = np.zeros(_ROOM, np.float64)
        self.names = np.full((_ROOM, _NAMES), -1, np.int32)
        self.sure = np.zeros((_ROOM, _NAMES), np.float32)
        self.rarity = np.zeros((_ROOM, _NAMES), np.float32)
        self.cues = np.zeros((_ROOM, len(CUES)), np.float32)
        self.bot = np.zeros(_ROOM, np.float32)
        self.length = np.zeros(_ROOM, np.float32)
        self.nth = np.zeros(_ROOM, np.int32)  # of its author's messages
        self.named_nth = np.zeros(_ROOM, np.int32)  # how often its author had been named
        self.own_before = np.full(_ROOM, -1, np.int64)  # its author's message before, as an absolute number
        self.vector = np.zeros((_ROOM, vocabulary.width), np.float32)
        self.topic = np.zeros((_ROOM, vocabulary.width), np.float32)  # what its author speaks about, with this message
        self.topic_before = np.zeros((_ROOM, vocabulary.width), np.float32)
        self.habit = np.zeros(_ROOM, np.float32)  # how often its author calls somebody, a moving average
        self.norm = np.ones(_ROOM, np.float32)
        self.weights: list[dict[str, float]] = []
        self.spoke: dict[int, int] = defaultdict(int)
        self.was_named: dict[int, int] = defaultdict(int)
        self.latest: dict[int, int] = {}
        self.places: dict[str, deque[int]] = defaultdict(deque)

    @property
    def plain(self) -> bool:
        """Whether names are of no use here: not wanted, or hardly anybody calls anybody."""
        recent = self.sure[max(0, self.count - REACH) : self.count, 0]
        return not self.with_names or (len(recent) > _FEW and int(np.count_nonzero(recent)) < _RARE * len(recent))

    def add(self, line: Line) -> int:
        """Read a message that somebody said; its row."""
        if self.count == _ROOM:
            self._drop()
        row = self.count
        self.count += 1
        self.key[row] = line.key
        self.minute[row] = line.at // 60
        if row and self.minute[row] < self.minute[row - 1]:
            self.minute[row] = self.minute[row - 1]
        self._read_author(row, line.author)
        text = self._read_names(row, line)
        self.cues[row] = cues(text)
        self._read_words(row, text)
        return row

    def news(self, text: str) -> None:
        """What the system says: who came in, and who goes by another name now."""
        if match := _RENAMED.search(text):
            self.people.rename(match[1], match[2])
        elif match := _CAME.search(text):
            self.people.number(match[1])

    def _read_author(self, row: int, author: str) -> None:
        number = self.people.number(author)
        self.author[row] = number
        self.bot[row] = is_bot(author)
        self.own_before[row] = self.latest.get(number, -1)
        self.latest[number] = row + self.dropped
        self.spoke[number] += 1
        self.nth[row] = self.spoke[number]
        self.named_nth[row] = self.was_named[number]

    def _read_names(self, row: int, line: Line) -> str:
        """Whom the message calls; the text without their names."""
        found = [one for one in self.people.named(line.text) if one[0] != self.author[row]]
        self.names[row], self.sure[row], self.rarity[row] = -1, 0, 0
        if self.with_names:
            known = self._known(row, line)
            rest = [(number, sure, self.vocabulary.weight(written.lower())) for number, sure, written in found]
            calls = [*known, *(one for one in rest if one[0] not in {number for number, _, _ in known})][:_NAMES]
            for place, call in enumerate(calls):
                self.names[row, place], self.sure[row, place], self.rarity[row, place] = call
                self.was_named[call[0]] += 1
        return without(line.text, [written for _, _, written in found])

    def _known(self, row: int, line: Line) -> list[tuple[int, int, float]]:
        """Calls that need no text: people named for certain, and whoever is certainly answered."""
        numbers = [self.people.number(name) for name in line.names]
        if line.answers is not None and (place := self._place(line.answers)) is not None:
            numbers.append(int(self.author[place]))
        rarity = self.vocabulary.unknown
        return [(number, ADDRESSED, rarity) for number in dict.fromkeys(numbers) if number != self.author[row]]

    def _place(self, key: int) -> int | None:
        """The row of a message, where it is here."""
        row = int(np.searchsorted(self.key[: self.count], key))
        return row if row < self.count and self.key[row] == key else None

    def _read_words(self, row: int, text: str) -> None:
        absolute = row + self.dropped
        known = words(text)
        self.length[row] = len(known)
        weights: dict[str, float] = {}
        for word in known:
            places = self.places[word]
            while places and places[0] < absolute - HISTORY:
                places.popleft()
            weights[word] = min(self.vocabulary.weight(word), 8.0 - math.log1p(len(places)))
        for word in weights:
            self.places[word].append(absolute)
        before = self.own_before[row] - self.dropped if self.own_before[row] >= self.dropped else -1
        self.weights.append(weights)
        self.norm[row] = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        self.vector[row] = self.vocabulary.vector(weights)
        self.topic_before[row] = self.topic[before] if before >= 0 else 0
        self.topic[row] = _FADE * self.topic_before[row] + (1 - _FADE) * self.vector[row]
        called = float(self.sure[row, 0] > 0)
        self.habit[row] = _FADE * self.habit[before] + (1 - _FADE) * called if before >= 0 else 0.3 * called + 0.35

    def _drop(self) -> None:
        """Keep the newest rows, at the beginning of the arrays."""
        gone = self.count - HISTORY
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray):
                value[:HISTORY] = value[gone : self.count].copy()
                setattr(self, name, value)
        self.weights = self.weights[gone:]
        self.count, self.dropped = HISTORY, self.dropped + gone
        self.places = defaultdict(deque, {w: p for w, p in self.places.items() if p and p[-1] >= self.dropped})
        if len(self.people) > _STRANGERS:
            self._forget()

    def _forget(self) -> None:
        here = set(self.author[: self.count].tolist()) | set(self.names[: self.count].ravel().tolist())
        self.people.forget(here)
        self.latest = {number: place for number, place in self.latest.items() if number in here}
        self.spoke = defaultdict(int, {number: count for number, count in self.spoke.items() if number in here})
        self.was_named = defaultdict(int, {n: count for n, count in self.was_named.items() if n in here})
