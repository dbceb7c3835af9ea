"""What is found of a text, proven by PostgreSQL itself."""

import pytest
from django.db import connection

from community.search import words
from community.search.phrases import phrase, spans

FOUND = [
    ("We moved the database to Postgres 18.", "database"),
    ("We moved the database to Postgres 18.", "DATABASE"),
    ("We moved the database to Postgres 18.", "postgres 18"),
    ("群聊消息太多，看不过来", "消息"),
    ("群聊消息太多，看不过来", "群聊消息"),
    ("群聊消息太多，看不过来", "多"),
    ("群聊消息太多，看不过来", "来"),
    ("群聊消息太多，看不过来", "聊消"),
    ("用python写数据库v2", "数据库v2"),
    ("用python写数据库v2", "python写"),
    ("全角ＡＢＣ也一样", "abc"),
    ("ひらがなとカタカナ", "がなと"),
    ("Straße", "STRASSE"),
    ("it's Ada's", "ada"),
    ("猫", "猫"),
    ("接線圖貼好了", "接线图"),
    ("接线图贴好了", "接線圖"),
]
NOT_FOUND = [
    ("We moved the database to Postgres 18.", "moved database"),
    ("群聊消息太多，看不过来", "多看"),
    ("群聊消息太多，看不过来", "消太"),
    ("数据 仓库", "据仓"),
    ("database", "data"),
]


def is_found(text: str, wanted: str, is_open: bool = False) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [words.vector(text), phrase(wanted, is_open).tsquery()])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_what_stands_in_a_text_is_found(text, wanted):
    assert is_found(text, wanted)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "wanted"), NOT_FOUND)
def test_what_does_not_is_not(text, wanted):
    assert not is_found(text, wanted)


@pytest.mark.django_db
def test_a_word_that_is_still_being_typed_is_found():
    assert is_found("database", "data", is_open=True)
    assert not is_found("database", "base", is_open=True)


@pytest.mark.parametrize("text", ["", " ", "?!…", "👍🏽", "'", "\\", "':*"])
def test_what_holds_no_word_asks_for_nothing(text):
    assert not phrase(text)
    assert words.vector(text) == ""


@pytest.mark.django_db
def test_nothing_that_a_member_writes_breaks_the_index():
    odd = 'a\'b\\c & d | !e <-> f:* (g) "h" :1A \x00 \u200b \U0001f600' + "x" * 5000 + "漢" * 20_000
    assert is_found(odd.replace("\x00", ""), "漢漢漢")


MARKED = [
    ("We moved the Database.", "database", ["Database"]),
    ("slow  water, slow\nwater", "slow water", ["slow  water", "slow\nwater"]),
    ("群聊消息太多，消息看不过来", "消息", ["消息", "消息"]),
    ("群聊消息太多", "聊消息", ["聊消息"]),
    ("太多，多", "多", ["多", "多"]),
    ("全角ＡＢＣ也一样", "abc", ["ＡＢＣ"]),
    ("Straße und STRASSE", "strasse", ["Straße", "STRASSE"]),
    ("cafe\u0301 now", "café", ["cafe\u0301"]),
    ("接線圖貼好了", "线图", ["線圖"]),
    ("ｶﾞﾗｽの橋", "ガラス", ["ｶﾞﾗｽ"]),
    ("nothing here", "heron", []),
]


@pytest.mark.parametrize(("text", "wanted", "marked"), MARKED)
def test_what_is_found_is_marked_as_it_was_written(text, wanted, marked):
    assert [text[start:end] for start, end in spans(text, [phrase(wanted)])] == marked


def test_the_beginning_of_a_word_is_marked_while_it_is_typed():
    assert spans("databases", [phrase("data", is_open=True)]) == [(0, 4)]


def test_marks_that_touch_are_one():
    assert spans("群聊消息", [phrase("群聊"), phrase("聊消"), phrase("消息")]) == [(0, 4)]
