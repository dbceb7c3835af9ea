"""Rooms that nobody would wish for."""

import pytest

from chat.conversations.engine import Line, conversations, propose
from tests.chat.engine.talk import BOTH_WAYS

WAYS = pytest.mark.parametrize("way", BOTH_WAYS.values(), ids=BOTH_WAYS)
ODD = [
    "", " ", "🙂", "🙂🙂🙂", "。。。", "???", "\x00\x01", "[[[[", "a:" * 500, "@", "@@@@", "ада: привет", "مرحبا",
    "🇨🇳小红书", "=== === ===", "nick:", "\\ud800", "<script>", "你" * 3000, "ha" * 3000, "\u202e txet", "x" * 100_000,
]  # fmt: skip


def room(texts: list[str], authors: list[str]) -> list[Line]:
    return [Line(n, authors[n % len(authors)], n * 20.0, text) for n, text in enumerate(texts)]


@WAYS
def test_one_speaker_is_listened_to(way):
    found = way(room(["and another thing"] * 150, ["ada"]))
    assert len(found) == 150


@WAYS
def test_odd_texts_do_no_harm(way):
    talk = room(ODD * 3, ["ada", "[x]`^", "小明", "🙂", "a b c", "(", "17"])
    found = way(talk)
    assert len(found) == len(talk)
    for line in talk[-5:]:
        assert propose(talk, found, line.key)


@WAYS
def test_a_flood_of_a_bot_does_no_harm(way):
    talk = room([f"[{n}] build {n} passed" for n in range(300)], ["ci-bot"])
    talk[150] = Line(150, "ada", 3000.0, "what is this noise?")
    assert len(way(talk)) == 300


@WAYS
def test_a_message_of_4000_words_is_one_message(way):
    essay = " ".join(f"word{n % 900} ben" for n in range(2000))
    talk = room(["hello", essay, "ada: that was long", "yes"], ["ada", "ben"])
    assert len(way(talk)) == 4


@WAYS
def test_emoji_only(way):
    assert len(way(room(["🎉", "👍👍", "😂", "🙏"] * 20, ["ada", "ben", "小明"]))) == 80


@WAYS
def test_nobody_but_the_system(way):
    found = way([Line(n, "", n * 1.0, "=== x has joined #room") for n in range(50)])
    assert all(one.starts for one in found)


@WAYS
def test_both_languages_in_one_message(way):
    talk = room(["这个 bug 怎么 fix 啊？", "小明: 先 git pull 再说", "ok 谢谢 ben！"], ["小明", "ben"])
    assert len(conversations(way(talk))) == 1


@WAYS
def test_a_proposal_of_a_message_that_was_never_linked_is_itself(way):
    talk = room(["one", "two"], ["ada", "ben"])
    assert propose(talk, way(talk)[:1], 1) == [(1, 1.0)]
