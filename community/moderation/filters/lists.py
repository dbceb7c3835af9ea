"""A word list, compiled: thousands of words are looked for in one pass over a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from community.moderation.filters import letters, sites
from community.moderation.filters.automata import Automaton
from community.moderation.filters.entries import Action, Entry
from community.moderation.filters.masking import masked
from community.moderation.filters.sites import Linked, Site

_GRAVITY = [Action.BLOCK, Action.HOLD, Action.MASK, Action.FLAG]


@dataclass(frozen=True)
class Hit:
    """An entry that was found.

    Attributes:
        places: the indices in the text of the characters that are its letters.
    """

    entry: Entry | Site
    places: tuple[int, ...]


@dataclass(frozen=True)
class Verdict:
    """What a list says of a text."""

    text: str
    hits: tuple[Hit, ...] = ()

    @property
    def action(self) -> Action | None:
        """The gravest of what follows."""
        found = {hit.entry.action for hit in self.hits}
        return next((action for action in _GRAVITY if action in found), None)

    @property
    def masked(self) -> str:
        """The text with covers on what has to be covered."""
        return masked(self.text, (place for hit in self.of(Action.MASK) for place in hit.places))

    def shown(self, hit: Hit) -> str:
        """What was found, as it was written."""
        return self.text[hit.places[0] : hit.places[-1] + 1]

    def of(self, action: Action) -> list[Hit]:
        return [hit for hit in self.hits if hit.entry.action == action]


class WordList:
    """Entries that are looked for together. Those that have no letter are never found."""

    def __init__(self, entries: Iterable[Entry] = (), of_sites: Iterable[Site] = ()) -> None:
        self._automaton = _automaton(entries)
        self._sites = {site.name or site.text: site for site in of_sites}

    def judge(self, text: str) -> Verdict:
        found = [*self._words(text), *self._links(text)]
        if not found:
            return Verdict(text)
        return Verdict(text, tuple(_without_exceptions(found)))

    def _words(self, text: str) -> Iterator[Hit]:
        read = letters.read(text)
        for last, entries in self._automaton.find(read.text):
            start = last - len(entries[0].letters.text) + 1
            for entry in entries:
                if entry.fits(read, start):
                    yield Hit(entry, tuple(read.at[start : last + 1]))

    def _links(self, text: str) -> Iterator[Hit]:
        for link in sites.links(text) if self._sites else ():
            if site := self._site(link):
                yield Hit(site, tuple(range(link.start, link.end)))

    def _site(self, link: Linked) -> Site | None:
        """The most particular entry that names the site; all sites at once are meant only where it is a link."""
        named = (self._sites[name] for name in sites.names(link.host) if name in self._sites)
        return next(named, self._sites.get(sites.EVERY) if link.is_link else None)


def _without_exceptions(found: Iterable[Hit]) -> Iterator[Hit]:
    """In the order of the text, what does not lie within something that is allowed."""
    allowed_up_to = -1
    for hit in sorted(found, key=lambda hit: (hit.places[0], -hit.places[-1], hit.entry.action != Action.ALLOW)):
        if hit.entry.action == Action.ALLOW:
            allowed_up_to = max(allowed_up_to, hit.places[-1])
        elif hit.places[-1] > allowed_up_to:
            yield hit


def _automaton(entries: Iterable[Entry]) -> Automaton[list[Entry]]:
    by_letters: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if key := entry.letters.text:
            by_letters[key].append(entry)
    return Automaton(by_letters)
