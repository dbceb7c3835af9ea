"""What is weighed of a text: pieces of its folded words, what they are about, and what that is together."""

from itertools import chain

import pytest

from community.moderation.filters.letters import read
from community.trust import pieces, resemblance, shape, topics
from tests.bench.spam_learning import Text, learn
from tests.community.trust import corpus


def rows(text: str) -> tuple[list[str], list[list[str]]]:
    return pieces.rows(read(text))


@pytest.mark.parametrize("disguised", ["t e l e g r a m", "Ｔｅｌｅｇｒａｍ", "tеlеgrаm", "𝐭𝐞𝐥𝐞𝐠𝐫𝐚𝐦"])
def test_a_disguised_word_is_the_word(disguised):
    assert rows(disguised) == ([], [["telegram"]])


def test_marks_between_signs_do_not_part_them_but_sentences_do():
    assert rows("加.微 信。你好")[0] == ["加微信", "你好"]


def test_words_are_in_a_row_until_a_sentence_ends_or_chinese_begins():
    assert rows("free gift！join 群 now")[1] == [["free", "gift"], ["join"], ["now"]]


def test_a_few_letters_alone_are_no_word():
    assert rows("plan a b")[1] == [["plan", "a", "b"]]


def test_a_topic_is_found_by_words_by_words_in_a_row_and_by_how_they_begin():
    found = topics.of(["你去刷单吧"], ["loan", "free spins", "gambl*"])
    assert {topic.name for topic in found} >= {"orders", "loans", "gambling"}
    assert found[topics.Topic("sold", "gambling")] == 2


def test_what_warns_of_spam_names_what_it_sells():
    tokens = resemblance.tokens("骗子说刷单返利，别信")
    assert {"#orders", "#warn", "#topics 1 + warn"} <= tokens


def test_of_two_things_beside_each_other_each_pair_is_told_once():
    assert list(shape.together(["warn", "reach", "nothing of the kind", "ask"])) == [
        "ask + reach",
        "ask + warn",
        "reach + warn",
    ]


def test_numbers_are_all_the_same_in_pieces_of_words():
    assert resemblance.tokens("room 12") >= {"room 0"}
    assert not any("12" in token for token in resemblance.tokens("room 12") if not token.startswith("#"))


def test_what_only_bad_texts_have_weighs_for_it_and_what_only_good_ones_have_against():
    weights = learn([Text(["a", "both"], is_bad=True, family="x"), Text(["b", "both"], is_bad=False, family="y")] * 4)
    assert weights["a"] > 0.1
    assert weights["b"] < -0.1
    assert abs(weights["both"]) < abs(weights["b"])


def test_a_share_lies_in_its_interval():
    assert corpus.share(5, 200) == [0.025, 0.0107, 0.0572]
    assert corpus.share(0, 60)[:2] == [0.0, 0.0]


def test_no_text_is_learnt_from_twice_and_none_that_is_unseen():
    learnt = [text.words for text in corpus.different_ones()]
    kept_out = [(name, half) for name in ("good", "bad") for half in corpus.NOT_LEARNT]
    unseen = set(chain(*(corpus.texts(name, half) for name, half in kept_out)))
    assert len(learnt) == len(set(learnt))
    assert not unseen & set(learnt)
