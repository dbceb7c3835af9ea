"""Who speaks in a log, where people change their names as they like."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from chat.importing.irc import Kind, Line

LONGEST_NAME = 40  # characters, of a member's name


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person of a log.

    Args:
        source: what makes this person the same one in every log, `irc:` and a nick in small letters.
        name: the nick that they used most.
    """

    source: str
    name: str


@dataclass(eq=False, slots=True)
class _Person:
    first: str
    spoken: Counter[str] = field(default_factory=Counter)
    same_as: "_Person | None" = None


class Roster:
    """Who stands under which nick while a log is read from its beginning.

    A rename carries a person along. A nick that somebody gave up is still theirs when it speaks again, as after a lost
    connection, unless somebody else has taken it by a rename: so two people who swap their nicks stay two. Taking a
    nick whose holder was not seen leaving makes both one person: on IRC that is how people come back to their own.
    """

    def __init__(self) -> None:
        self._holders: dict[str, _Person] = {}
        self._former: dict[str, _Person] = {}

    def speaks(self, nick: str) -> _Person:
        person = self._under(nick)
        person.spoken[nick] += 1
        return person

    def renames(self, old: str, new: str) -> None:
        person = self._under(old)
        self._former[_folded(old)] = self._holders.pop(_folded(old))
        if holder := self._holders.get(_folded(new)):
            person = _merged(_one(holder), person)
        self._holders[_folded(new)] = person

    def _under(self, nick: str) -> _Person:
        key = _folded(nick)
        person = self._holders.get(key) or self._former.get(key) or _Person(key)
        self._holders[key] = person
        return _one(person)


def who_speaks(lines: Iterable[Line]) -> dict[int, Speaker]:
    """The speaker of each spoken line, by the number of the line. The same log always gives the same answer."""
    roster, persons = Roster(), {}
    for line in lines:
        if line.kind == Kind.RENAME:
            roster.renames(line.nick, line.text)
        elif line.is_spoken:
            persons[line.number] = roster.speaks(line.nick)
    speakers = _speakers(dict.fromkeys(_one(person) for person in persons.values()))
    return {number: speakers[_one(person)] for number, person in persons.items()}


def _speakers(persons: Iterable[_Person]) -> dict[_Person, Speaker]:
    """Each person under their most used nick; where two had the same one, the first to speak keeps it."""
    taken: set[str] = set()
    found = {}
    for person in persons:
        usage = Counter[str]()
        for nick, times in person.spoken.items():
            usage[_folded(nick)] += times
        key = next((nick for nick, _ in usage.most_common() if nick not in taken), None) or _free(person.first, taken)
        taken.add(key)
        found[person] = Speaker(f"irc:{key}", _spelling(person, key)[:LONGEST_NAME])
    return found


def _free(nick: str, taken: set[str]) -> str:
    """A key of its own for somebody all of whose nicks are others' keys; no nick contains the sign."""
    return next(key for key in [nick, *(f"{nick}#{n}" for n in range(2, len(taken) + 3))] if key not in taken)


def _spelling(person: _Person, key: str) -> str:
    """The nick with its most used capitals."""
    return next((nick for nick, _ in person.spoken.most_common() if _folded(nick) == key), key)


def _merged(kept: _Person, other: _Person) -> _Person:
    if kept is not other:
        kept.spoken += other.spoken
        other.same_as = kept
    return kept


def _one(person: _Person) -> _Person:
    while person.same_as:
        person = person.same_as
    return person


def _folded(nick: str) -> str:
    return nick.lower()
