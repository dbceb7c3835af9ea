"""Searches are understood in English and in Chinese."""

from datetime import date

import pytest

from community.errors import InvalidInput
from community.search.query import LONGEST, parse


def asked(phrases) -> list[str]:
    return [phrase.tsquery() for phrase in phrases]


def test_words_phrases_and_what_must_not_be():
    query = parse('heron "slow water" -boat -"no wake" ')
    assert asked(query.wanted) == ["'heron'", "'slow' <1> 'water'"]
    assert asked(query.unwanted) == ["'boat'", "'no' <1> 'wake'"]


@pytest.mark.parametrize(
    "text",
    [
        "from:@ada in:#square has:link before:2026-11-22 after:2026-11-01 heron ",
        "来自:@ada 在:#square 含:链接 早于:2026/11/22 晚于:2026/11/01 heron ",
        "來自：ada 在：square 含有：連結 早於：2026-11-22 晚於：2026-11-01 heron ",
        'FROM:"ada" heron In:"square" Has:Link Before:2026-11-22 AFTER:2026-11-01 ',
    ],
)
def test_filters(text):
    query = parse(text)
    assert asked(query.wanted) == ["'heron'"]
    assert (query.authors, query.places, query.has) == (["ada"], ["square"], {"link"})
    assert (query.before, query.after) == (date(2026, 11, 22), date(2026, 11, 1))


def test_a_name_in_quotes_may_hold_spaces():
    assert parse('from:"Ada L." river').authors == ["Ada L."]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hero", ["'hero':*"]),
        ("hero ", ["'hero'"]),
        ('"hero', ["'hero'"]),
        ("slow hero", ["'slow'", "'hero':*"]),
        ("群聊", ["'群聊':*"]),
    ],
)
def test_only_the_last_word_may_go_on(text, wanted):
    assert asked(parse(text).wanted) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("before:yesterday", "search.no_date"),
        ("has:dreams", "search.unknown_has"),
        ("", "search.empty"),
        ("?!", "search.empty"),
        ("-boat", "search.empty"),
        ("x" * (LONGEST + 1), "search.too_long"),
        ("a " * 50, "search.too_long"),
    ],
)
def test_what_cannot_be_understood_is_refused(text, code):
    with pytest.raises(InvalidInput) as refusal:
        parse(text)
    assert refusal.value.code == code


def test_an_address_is_no_filter():
    assert parse("https://example.org/in:here ").places == []
