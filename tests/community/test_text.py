"""Excerpts and names, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import text


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("A **bold** and *slanted* word", "A bold and slanted word"),
        ("snake_case stays, 3 * 4 * 5 too", "snake_case stays, 3 * 4 * 5 too"),
        ("<b>no</b> > yes # three", "<b>no</b> > yes # three"),
        ("# Title\n\n> quoted\n- one\n* two", "Title quoted one two"),
        ("see [the lake](https://example.org/a) and `code`", "see the lake and code"),
        ("这是**重点**，看[这里](https://example.org)", "这是重点，看这里"),
        ("| 月份 | 菜 |\n|---|---|\n| 三月 | 菠菜 |", "月份 菜 三月 菠菜"),
        ("", ""),
    ],
)
def test_an_excerpt_has_the_words_and_not_the_marks(body, line):
    assert text.excerpt(body) == line


@given(st.text(max_size=500))
def test_an_excerpt_is_one_short_line(body):
    line = text.excerpt(body)
    assert len(line) <= text.EXCERPT
    assert "\n" not in line


@given(st.text(max_size=200), st.sets(st.text(min_size=1, max_size=20)))
def test_only_known_names_are_found_and_only_behind_an_at_sign(body, names):
    known = {text.folded(name) for name in names} - {""}
    found = text.mentioned(body, known)
    assert found <= known
    assert found <= text.name_candidates(body)
    assert "@" in body or not found


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("@all come", True),
        ("大家看 @所有人", True),
        ("@全體成員 早", True),
        ("@allen hi", False),
        ("me@all.example", False),
        ("all", False),
    ],
)
def test_calling_everybody_takes_the_exact_word(body, called):
    assert text.calls_everyone(body) is called


@pytest.mark.parametrize(
    "hostile",
    [
        "a" + "\n" * 5998 + "b",
        "*a " * 2000,
        "[" * 6000,
        "-" * 5999 + "x",
        "`" * 6000,
        "| " * 3000,
        "> " * 3000,
        "__a " * 1500,
    ],
    ids=["newlines", "stars", "brackets", "rule", "backticks", "bars", "quotes", "underscores"],
)
def test_no_message_keeps_an_excerpt_busy(hostile):
    """Patterns that look again and again would keep this test, and every reader of the room, for minutes."""
    assert len(text.excerpt(hostile)) <= text.EXCERPT
