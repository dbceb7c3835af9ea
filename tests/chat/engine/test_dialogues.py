"""What must link, in English and in Chinese alike."""

import pytest

from chat.conversations.engine import SURE, conversations, link, propose
from tests.chat.engine.talk import ANSWERS, BOTH_WAYS, CHINESE, CROSSING, lines, parents

TALKS = pytest.mark.parametrize("talk", [CROSSING, CHINESE], ids=["en", "zh"])


@TALKS
@pytest.mark.parametrize("way", BOTH_WAYS)
def test_crossing_conversations_are_told_apart(talk: str, way: str):
    found = parents(BOTH_WAYS[way](lines(talk)))
    assert {key: found[key] for key in ANSWERS} == ANSWERS


@TALKS
def test_a_question_to_the_room_starts_something(talk: str):
    found = parents(link(lines(talk)))
    assert [found[0], found[2]] == [0, 2]


@TALKS
def test_a_promoted_message_brings_its_whole_conversation(talk: str):
    all_lines = lines(talk)
    proposed = dict(propose(all_lines, link(all_lines), 7))
    assert set(proposed) == {0, 3, 5, 7, 9}
    assert proposed[7] == 1
    assert min(proposed.values()) >= SURE


def test_every_message_is_in_one_conversation():
    found = link(lines(CROSSING))
    assert sorted(key for group in conversations(found) for key in group) == list(range(11))
    assert [0, 3, 5, 7, 9] in conversations(found)


def test_two_who_take_turns_without_names_talk_with_each_other():
    talk = lines(
        "ada did you see the match last night\nben no, who won the match?\nada the blues, three to one\nben wow"
    )
    assert len(conversations(link(talk))) == 1


def test_somebody_who_goes_by_another_name_is_still_the_same_person():
    talk = lines("ada is the printer broken?\nben ada: which printer\n=== x\neve ben: the one upstairs")
    talk[2] = type(talk[2])(2, "", 120.0, "=== ada is now known as eve")
    assert parents(link(talk))[3] == 1


def test_what_the_system_says_is_in_no_proposal():
    talk = lines(CROSSING)
    talk.insert(4, type(talk[0])(100, "", 200.0, "=== eve has joined #room"))
    links = link(sorted(talk, key=lambda line: line.at))
    assert 100 not in dict(propose(talk, links, 7))
