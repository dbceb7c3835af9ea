"""What a conversation is called."""

import pytest

from chat import gist
from chat.gist.cuts import columns, cut
from tests.chat.gist.talks import SPOTS_EN, SPOTS_ZH, TRIP_EN, TRIP_ZH, said


@pytest.mark.parametrize(
    ("talk", "title"),
    [
        (SPOTS_ZH, "我家番茄叶子上一片一片的白点，是缺肥吗？"),
        (SPOTS_EN, "My tomato leaves are covered in white spots"),
        (TRIP_ZH, "周六去花木市场，谁想一起去？"),
        (TRIP_EN, "Who would like to come to the plant market on Saturday?"),
    ],
)
def test_the_question_that_opened_it_is_the_title_without_its_greeting(talk, title):
    assert gist.title(talk).startswith(title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("@ada hi, does anyone know how to prune a **fig**? thanks!", "how to prune a fig?"),
        ("大家好，弱弱问一句，无花果怎么修剪？谢谢！", "无花果怎么修剪？"),
        ("請問各位，無花果怎麼修剪？", "無花果怎麼修剪？"),
        ("# Roof\n\n> somebody else's words\n\nThe *fig* moves up in April", "Roof The fig moves up in April"),
        ("How do I prune a fig? It looks like https://example.org/fig now", "How do I prune a fig?"),
        ("Could @ada prune the fig on Sunday?", "Could ada prune the fig on Sunday?"),
    ],
)
def test_a_title_has_no_marks_no_links_and_nobody_called(text, title):
    assert gist.title(said(("ben", text), ("ada", "yes"))) == title


def test_a_title_is_not_taken_from_a_greeting_or_a_nod():
    talk = said(("cleo", "早上好"), ("mo", "早"), ("cleo", "哈哈"), ("ben", "天台的水龙头漏水了"), ("ada", "我去看", 4))
    assert gist.title(talk) == "天台的水龙头漏水了"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "我周五晚上回老家住五天，阳台上的小葱和罗勒没人管，龟背竹倒是不怕，怎么让它们活着等我回来？",
            "怎么让它们活着",
        ),
        (
            "My back wheel makes a grinding noise, but only when I stop pedalling, louder when it rains",
            "grinding noise",
        ),
        (
            "What are the default permissions and owners of the folder that holds all logs of the server?",
            "What are the",
        ),
    ],
)
def test_a_long_sentence_is_cut_between_its_clauses_or_words(text, part):
    title = gist.title(said(("ben", text), ("ada", "让我想想")))
    assert columns(title) <= 60
    assert part in title
    assert all(word in text for word in title.rstrip("…").replace("…", " ").split())


@pytest.mark.parametrize("most", [10, 24, 40, 120])
def test_a_title_is_as_wide_as_it_may_be_and_no_wider(most):
    assert all(columns(gist.title(talk, most)) <= most for talk in (SPOTS_ZH, SPOTS_EN, TRIP_ZH, TRIP_EN))


def test_key_words_stand_in_for_a_sentence():
    assert gist.title(said(("ben", "hi bicycles"), ("ada", "hello"))) == "bicycles"


def test_a_title_of_code_or_of_a_link_names_it():
    assert gist.title(said(("ben", "```\nmake run --port 80\n```"))) == "make run --port 80"
    assert gist.title(said(("ben", "https://example.org/a/b?c=1"))) == "example.org"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我们周六早上七点在东门集合", "我们周六早上…"),
        ("wonderful gardens everywhere", "wonderful…"),
    ],
)
def test_a_cut_falls_between_words(text, kept):
    assert cut(text, 13 if text.isascii() else 8) == kept
