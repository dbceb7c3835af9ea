"""Words, key words, and which category they fit."""

import pytest

from chat import gist
from chat.gist import Background, suggest, words
from chat.gist.cues import Cue, cues
from chat.gist.han import folded
from chat.gist.questions import asks
from tests.chat.gist.talks import SPOTS_EN, SPOTS_ZH, TRIP_EN, TRIP_ZH, said

CATEGORIES = {
    "ill": "求助诊断 Plant doctor\n叶子黄了、有白点怎么治 番茄红蜘蛛 white spots on tomato leaves, mites",
    "trips": "出门 Outings\n周六一起去花木市场，集合时间和地点 trips to the plant market, where we meet on Saturday",
    "rules": "院规 House rules\n打药和安静时间 quiet hours and bicycles in the hall",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请问红蜘蛛怎么治？", ["红蜘蛛", "治"]),
        ("紅蜘蛛", ["红蜘蛛"]),
        ("The spider mites aren't gone", ["spider", "mites"]),
        ("装一下 w32codecs，C++ 和 e-bike", ["装", "w32codecs", "c++", "e-bike"]),
        ("see https://example.org/mites @ben `spray` 06:30 42", ["spray"]),
        ("```\nimport mites\n```", []),
        ("@小鹿 薄荷", ["薄荷"]),
        ("Ｗｉｄｅ", ["wide"]),
        ("\ud800🌹\u202e", []),
    ],
)
def test_words_are_those_that_say_something(text, found):
    assert words(text) == found


@pytest.mark.parametrize(("talk", "word"), [(SPOTS_ZH, "叶子"), (SPOTS_EN, "spray"), (TRIP_ZH, "集合")])
def test_key_words_are_what_it_is_about_and_nobodys_name(talk, word):
    found = gist.keywords(talk, most=8)
    assert any(word in one for one in found)
    assert not {"ada", "ben", "cleo", "mo"} & set(found)


def test_key_words_are_written_as_they_were_said():
    talk = said(
        ("ben", "我的龜背竹爛根了"), ("ada", "龜背竹不要天天澆水"), ("mo", "The mint is fine"), ("mo", "mint, mint")
    )
    assert {"龜背竹", "mint"} <= set(gist.keywords(talk))


def test_what_everybody_says_all_the_time_is_no_key_word():
    room = Background.of(said(*(("ben", f"balcony news number {at}") for at in range(60))))
    talk = said(("ben", "balcony trouble with aphids"), ("ada", "balcony aphids hate soap", 1))
    assert gist.keywords(talk, room)[0] == "aphids"


def test_words_that_stand_side_by_side_are_one():
    talk = said(
        ("ben", "花木市场几点开门"), ("ada", "花木市场八点"), ("mo", "the tool wall"), ("cleo", "that tool wall again")
    )
    assert {"花木市场", "tool wall"} <= set(gist.keywords(talk))


@pytest.mark.parametrize(
    ("talk", "fitting"), [(SPOTS_ZH, "ill"), (SPOTS_EN, "ill"), (TRIP_ZH, "trips"), (TRIP_EN, "trips")]
)
def test_a_conversation_fits_the_category_that_speaks_of_it(talk, fitting):
    assert suggest(talk, CATEGORIES) == fitting


@pytest.mark.parametrize(
    ("talk", "choices"),
    [
        (said(("ben", "量子计算机的编译器"), ("ada", "compilers for quantum computers")), CATEGORIES),
        (said(("ben", "😂")), CATEGORIES),
        (SPOTS_EN, {}),
        (SPOTS_EN, {"a": "", "b": "```\ncode\n```"}),
        (SPOTS_EN, {"one": CATEGORIES["ill"], "two": CATEGORIES["ill"]}),
    ],
    ids=["another subject", "no words", "no choices", "empty choices", "two alike"],
)
def test_nothing_is_suggested_where_nothing_fits_clearly(talk, choices):
    assert suggest(talk, choices) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "叶子怎么黄了？",
        "現在幾點了嗎",
        "有冇人知邊度有得賣",
        "how do I prune this",
        "Does the shop open on Sunday",
        "wheel noise?",
    ],
)
def test_a_question_is_known_by_its_mark_its_build_or_its_words(sentence):
    assert asks(sentence) >= 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "真的吗？",
        "好的",
        "right?",
        "ok?",
        "have a look at the gate",
        "不怎么样",
        "没有没有，包着试的",
        "See https://e.org/?a=b",
    ],
)
def test_a_courtesy_is_no_question(sentence):
    assert asks(sentence) < 0.5


@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        ("多謝晒", Cue.THANKS, True),
        ("不用谢", Cue.THANKS, False),
        ("cheers mate", Cue.THANKS, True),
        ("thanks in advance", Cue.THANKS, False),
        ("那就定了，周六", Cue.DECIDES, True),
        ("还没定了吗", Cue.DECIDES, False),
        ("the tearoom is confirmed", Cue.DECIDES, True),
        ("not confirmed yet", Cue.DECIDES, False),
        ("解决了！", Cue.SOLVED, True),
        ("还没解决", Cue.SOLVED, False),
        ("right, agreed", Cue.AGREES, True),
        ("on the right side", Cue.AGREES, False),
        ("thanksgiving dinner", Cue.THANKS, False),
    ],
)
def test_a_sign_is_told_from_what_looks_like_one(text, cue, found):
    assert (cue in cues(folded(text))) is found


def test_folding_keeps_every_character_in_its_place():
    for text in ("這個龜背竹 İstanbul ＡＢＣ！", "ẞß", "𠮷野家"):
        assert len(folded(text)) == len(text)
