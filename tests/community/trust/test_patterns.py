"""Patterns that are tried only where a key of theirs is find the same as all of them."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from community.moderation.filters.letters import read
from community.trust import patterns, signs, traits
from community.trust.patterns import Patterns, keys, matches
from tests.community.trust import corpus


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("加群", {"加群"}),
        (r"\bfree\b", {"free"}),
        (r"half (?:the )?price", {"half "}),
        (r"(?:a|every) (?:day|hour)", {"day", "hour"}),
        (r"[微薇]信?", {"微", "薇"}),
        (r"(?:gold){2,}", {"gold"}),
        (r"(?:gold)*", set()),
        (r"\d{6,}", set()),
        (r"cat|\d", set()),
        (r"(?!no)way", {"way"}),
        (r"[^a]b?", set()),
    ],
)
def test_every_match_has_one_of_the_keys(pattern, found):
    assert keys(pattern) == found


def test_a_pattern_of_which_nothing_can_be_said_is_always_tried():
    some = Patterns([("number", r"\d{3,}"), ("word", "cat")])
    assert list(some.having("room 1234")) == ["number"]
    assert list(some.having("a cat")) == ["word"]


def test_several_patterns_find_what_they_would_as_one():
    some = [re.compile("群"), re.compile("加群"), re.compile("加群聊?")]
    assert [*matches(some, "加群聊，群")] == re.findall("群|加群|加群聊?", "加群聊，群") == ["加群", "群"]


def listed(known: Patterns) -> dict[str, str]:
    """Each group of patterns as one."""
    groups: dict[str, list[str]] = {}
    for name, pattern in known.listed:
        groups.setdefault(name, []).append(pattern.pattern)
    return {name: "|".join(some) for name, some in groups.items()}


def texts() -> Iterator[str]:
    some = corpus.every()[::7]
    return chain(some, map(" ".join, zip(some[::3], some[1::3], some[2::3], strict=False)))


@pytest.mark.parametrize("known", [signs.OF_LETTERS, signs.OF_WORDS, traits.AS_WRITTEN, traits.PLAIN])
def test_nothing_is_missed_for_not_being_tried(known):
    groups = {name: re.compile(pattern) for name, pattern in listed(known).items()}
    for text in texts():
        looked = read(text).text if known is signs.OF_LETTERS else text.casefold()
        found = {name: [*patterns.matches(some, looked)] for name, some in known.having(looked).items()}
        assert found == {
            name: some for name, one in groups.items() if (some := [match[0] for match in one.finditer(looked)])
        }
