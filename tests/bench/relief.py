"""`make bench-relief`: what does somebody who was away read with catch-up, and what do they reach that concerns them?

Real IRC slices with labelled conversations are the rooms. Everybody who speaks in the labelled part of one is a reader
who was away for all of it; what concerns them are the labelled conversations in which they wrote or are named. The
conversations on the cards are the engine's own, found from the text alone; what is at stake in each is said by the same
functions as in the site. The labels only score. docs/catch-up.md says what every number means.
"""

import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from chat import gist
from chat.catchup import stakes
from chat.catchup.stakes import BEFORE, Facts
from chat.conversations import engine
from chat.conversations.engine import Draws, Line, Link, logs
from chat.gist import Said, Talk
from tests.bench import overload

DEV = overload.SHARED / "data" / "ubuntu" / "dev"
LINES = 3  # key lines a card
BEYOND = 1  # cards looked at after the last that is opened: somebody has to see that these are not theirs

Conversation = list[int]  # places in the log, in order


@dataclass
class Slice:
    """A log, the conversations that the engine finds in it, and those that people have marked, from `first` on."""

    lines: dict[int, Line]
    links: dict[int, Link]
    marked: list[Conversation]
    first: int
    _gists: dict[tuple[int, ...], list[int]] = field(default_factory=dict)

    @cached_property
    def unread(self) -> list[int]:
        """The places of the labelled part in which somebody said something."""
        last = max(place for one in self.marked for place in one)
        return [place for place in self.lines if self.first <= place <= last]

    @cached_property
    def found(self) -> list[Conversation]:
        """The engine's conversations that go on in the labelled part."""
        groups = engine.conversations(link for link in self.links.values() if link.key in self.lines)
        return [group for group in groups if group[-1] >= self.first]

    @cached_property
    def home(self) -> dict[int, int]:
        """The number of the found conversation of each place."""
        return {place: number for number, places in enumerate(self.found) for place in places}

    @cached_property
    def draws(self) -> Draws:
        return Draws(self.links[place] for place in sorted(self.lines) if place >= self.first - BEFORE)

    @cached_property
    def readers(self) -> list[str]:
        return list(dict.fromkeys(self.lines[place].author for place in self.unread))

    def key_lines(self, places: Iterable[int]) -> list[int]:
        """The places of the lines that a card with these unread messages shows."""
        key = tuple(places)
        if key not in self._gists:
            self._gists[key] = [line.key for line in gist.key_lines(Talk(map(self.said, key)), LINES)]
        return self._gists[key]

    def said(self, place: int) -> Said:
        line, parent = self.lines[place], self.links[place].parent
        return Said(place, line.author, line.text, parent if parent != place else None, line.at)


class Card(NamedTuple):
    """A found conversation as a reader is shown it: what is unread in it, and what else may concern them."""

    facts: Facts
    places: Conversation
    perhaps: Conversation


@dataclass
class Reader:
    """Somebody who was away for a slice."""

    name: str
    slice: Slice

    @cached_property
    def debt(self) -> list[int]:
        """What they would scroll through: all that others said."""
        return [place for place in self.slice.unread if self._wrote(place) is False]

    @cached_property
    def named(self) -> set[int]:
        """Where others named them: the name stands in the text, as an IRC client highlights it."""
        pattern = re.compile(rf"(?<!\w){re.escape(self.name)}(?!\w)", re.IGNORECASE)
        return {place for place in self.debt if pattern.search(self.slice.lines[place].text)}

    @cached_property
    def concern(self) -> list[set[int]]:
        """What others said in each of the marked conversations in which the reader wrote or is named."""
        theirs = [one for one in self.slice.marked if any(self._wrote(place) or place in self.named for place in one)]
        parts = [set(one).intersection(self.debt) for one in theirs]
        return [part for part in parts if part]

    @cached_property
    def cards(self) -> list[Card]:
        """The found conversations with something unread, as catch-up shows them."""
        cards = [(self._facts(number, places), number) for number, places in self.fresh.items()]
        ranked = sorted(cards, key=lambda card: (stakes.score(card[0]), card[1]), reverse=True)
        return [Card(facts, self.fresh[number], self._perhaps(number)) for facts, number in ranked]

    @cached_property
    def fresh(self) -> dict[int, Conversation]:
        """What others said in each found conversation."""
        debt = set(self.debt)
        fresh = {number: [place for place in one if place in debt] for number, one in enumerate(self.slice.found)}
        return {number: places for number, places in fresh.items() if places}

    @cached_property
    def mine(self) -> dict[int, Conversation]:
        """Where they wrote, or are named, in each found conversation."""
        mine = defaultdict[int, Conversation](list)
        for place, number in self.slice.home.items():
            if self._wrote(place) or place in self.named:
                mine[number].append(place)
        return mine

    def _facts(self, number: int, unread: Conversation) -> Facts:
        authors = {self.slice.lines[place].author for place in unread}
        return Facts(
            unread=len(unread),
            mentions=len(self.named.intersection(unread)),
            mine=sum(map(self._wrote, self.mine.get(number, []))),
            near=number in self._kin.near,
            ties=len(self._friends & authors),
        )

    def _perhaps(self, number: int) -> Conversation:
        return self._kin.beside.get(number) or self._kin.near.get(number) or []

    @cached_property
    def _kin(self) -> stakes.Kin:
        return stakes.kin(self.slice.draws, self.mine, self.fresh)

    @cached_property
    def _friends(self) -> frozenset[str]:
        """Those whom they answered, or who answered them."""
        exchanges: Counter[str] = Counter()
        for link in self.slice.links.values():
            pair = [self.slice.lines[place].author for place in (link.key, link.parent) if place in self.slice.lines]
            if len(pair) == 2 and pair[0] != pair[1] and self.name in pair:
                exchanges[pair[pair[0] == self.name]] += 1
        return stakes.often(exchanges)

    def _wrote(self, place: int) -> bool:
        return self.slice.lines[place].author == self.name


def opens(facts: Facts) -> bool:
    """Whether a reader opens a card and reads all that is unread in it."""
    return stakes.stake(facts) in ("mentioned", "took_part")


def read(reader: Reader) -> tuple[set[int], Counter[str]]:
    """What somebody reads who goes down the cards as long as they concern them; and how many lines that is.

    A card that may concern them shows the lines because of which it may, instead of key lines; it is not opened.
    """
    opened = [card for card in reader.cards if opens(card.facts)]
    passed = [card for card in reader.cards if not opens(card.facts) and not card.facts.near][:BEYOND]
    perhaps = [card.perhaps for card in reader.cards if card.perhaps]
    shown = [reader.slice.key_lines(card.places) for card in [*opened, *passed]]
    shown += [[] for card in reader.cards if card.facts.near and not opens(card.facts)]
    reached = {place for card in opened for place in card.places}.union(*shown, *perhaps)
    lines = Counter(
        cards=len(shown),
        card_lines=sum(1 + len(places) for places in shown),  # its title, and its key lines
        perhaps_lines=sum(map(len, perhaps)),
        opened_messages=sum(len(card.places) for card in opened),
    )
    return reached, lines


def measured(log: Slice) -> Counter[str]:
    """All readers of a slice together."""
    total: Counter[str] = Counter()
    for reader in (Reader(name, log) for name in log.readers):
        reached, lines = read(reader)
        total += lines
        total["readers"] += 1
        total["scrolled"] += len(reader.debt)
        total["concern"] += sum(len(part) for part in reader.concern)
        total["reached"] += sum(len(part & reached) for part in reader.concern)
        total["conversations"] += len(reader.concern)
        total["conversations_reached"] += sum(bool(part & reached) for part in reader.concern)
        total["conversations_mostly_read"] += sum(len(part & reached) * 2 >= len(part) for part in reader.concern)
    return total


def report(bench: str, total: Counter[str], **more: object) -> None:
    print(json.dumps({"bench": bench} | more | dict(total) | shares(total)), flush=True)


def shares(total: Counter[str]) -> dict[str, float]:
    found = {
        "reading_share": (total["card_lines"] + total["perhaps_lines"] + total["opened_messages"])
        / max(1, total["scrolled"]),
        "reached_share": total["reached"] / max(1, total["concern"]),
        "conversations_reached_share": total["conversations_reached"] / max(1, total["conversations"]),
        "conversations_mostly_read_share": total["conversations_mostly_read"] / max(1, total["conversations"]),
    }
    return {name: round(share, 4) for name, share in found.items()}


def slices(folder: Path) -> Iterator[tuple[str, list[Line], list[tuple[int, int]]]]:
    """Each slice of a folder: its name, its lines, and which places people have linked."""
    for path in sorted(folder.glob("*.annotation.txt")):
        name = path.name.removesuffix(".annotation.txt")
        pairs = [tuple(map(int, row.split()[:2])) for row in path.read_text().splitlines() if row.strip()]
        yield name, logs.read((folder / f"{name}.ascii.txt").read_bytes()), [(min(pair), max(pair)) for pair in pairs]


def taken(lines: list[Line], pairs: list[tuple[int, int]], links: list[Link]) -> Slice:
    """A slice; lines before the first that is labelled are context."""
    spoken, first = {line.key: line for line in lines if line.author}, min(child for _, child in pairs)
    groups = engine.conversations(Link(child, parent, 1.0) for parent, child in pairs)
    marked = [[place for place in group if place in spoken and place >= first] for group in groups]
    return Slice(spoken, {link.key: link for link in links}, [group for group in marked if group], first)


def with_labels(lines: list[Line], pairs: list[tuple[int, int]]) -> list[Link]:
    """What an engine that makes no mistake would find: the bound of everything that a better one could bring."""
    parents: dict[int, int] = defaultdict(int, {child: parent for parent, child in pairs})
    return [Link(line.key, parents.get(line.key, line.key), 1.0) for line in lines]


def main(folders: list[str]) -> None:
    folder = Path(folders[0]) if folders else DEV
    found = list(slices(folder))
    if not found:
        raise SystemExit("No labelled logs here: name a folder, or the one that holds data/ubuntu in OXBOW_SHARED.")
    if not folders:
        overload.main([])
    total, bound = Counter[str](), Counter[str]()
    for name, lines, pairs in found:
        of_slice = measured(taken(lines, pairs, engine.link(lines)))
        report("relief slice", of_slice, slice=name)
        total += of_slice
        bound += measured(taken(lines, pairs, with_labels(lines, pairs)))
    report("relief with the marked conversations", bound)
    report("relief with the engine's conversations", total)
    figures = shares(total)
    print(json.dumps({"bench": "relief"} | {name: figures[name] for name in ("reading_share", "reached_share")}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    main(sys.argv[1:])
