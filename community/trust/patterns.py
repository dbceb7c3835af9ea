"""Patterns that are looked for together: a pass over a text finds which of them it could have, and these are tried.

A pattern is tried where one of its keys is: strings of which every match has at least one, as the pattern itself says.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from community.moderation.filters.automata import Automaton

MOST = 40  # characters of a class, each of which is a key
_WIDE = 0x2E80  # from here on a character is worth a syllable
Keys = frozenset[str]
NONE: Keys = frozenset()


class Patterns:
    """Patterns by name, in their order."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self.listed = [(name, re.compile(pattern)) for name, pattern in named]
        by_key: dict[str, set[int]] = defaultdict(set)
        self._always: set[int] = set()
        for number, (_, pattern) in enumerate(self.listed):
            some = keys(pattern.pattern)
            for key in some:
                by_key[key].add(number)
            if not some:
                self._always.add(number)
        self._by_key = Automaton({key: frozenset(numbers) for key, numbers in by_key.items()})

    def having(self, text: str) -> dict[str, list[re.Pattern[str]]]:
        """The patterns that the text has, by name."""
        possible = self._always.union(*self._by_key.known(text))
        found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
        for number in sorted(possible):
            name, pattern = self.listed[number]
            if pattern.search(text):
                found[name].append(pattern)
        return found


def matches(patterns: list[re.Pattern[str]], text: str) -> Iterator[str]:
    """What any of the patterns finds, as if they were one: the leftmost, of several the first, and on behind it."""
    place = 0
    while found := [match for pattern in patterns if (match := pattern.search(text, place))]:
        first = min(found, key=re.Match.start)
        yield first[0]
        place = max(first.end(), place + 1)


def keys(pattern: str) -> Keys:
    """Strings of which every match has one; none where nothing can be said."""
    return _keys(parser.parse(pattern))


def _keys(parsed: Iterable[tuple[Any, Any]]) -> Keys:
    """The most telling of what stands in a row."""
    rows, literal = [], ""
    for code, argument in parsed:
        if code is codes.LITERAL:
            literal += chr(argument)
        else:
            rows += [frozenset({literal}), _of(code, argument)]
            literal = ""
    return max([*rows, frozenset({literal}), NONE], key=_worth) - {""}


def _of(code: object, argument: Any) -> Keys:
    if code is codes.SUBPATTERN:
        return _keys(argument[-1])
    if code is codes.BRANCH:
        branches = [_keys(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(map(_worth, branches)) else NONE
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0]:
        return _keys(argument[2])
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in argument) and len(argument) <= MOST:
        return frozenset(chr(point) for _, point in argument)
    return NONE


def _worth(some: Keys) -> int:
    """How seldom they are in a text: letters of the shortest."""
    return min((sum(1 + 2 * (ord(letter) >= _WIDE) for letter in key) for key in some), default=0)
