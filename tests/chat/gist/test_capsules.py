"""The draft of a note: every line rests on messages."""

import pytest

from chat import gist
from chat.gist import Said
from tests.chat.gist.talks import SPOTS_EN, SPOTS_ZH, TRIP_EN, TRIP_ZH, said


def cited(talk: list[Said]) -> dict[str, list[int]]:
    return {part.kind: [key for line in part.lines for key in line.keys] for part in gist.capsule(talk).parts}


@pytest.mark.parametrize("talk", [SPOTS_ZH, SPOTS_EN, TRIP_ZH, TRIP_EN])
def test_every_line_cites_messages_that_exist(talk):
    lines = [line for part in gist.capsule(talk).parts for line in part.lines]
    assert lines
    assert all(line.keys and line.text and set(line.keys) <= {one.key for one in talk} for line in lines)


@pytest.mark.parametrize("talk", [SPOTS_ZH, SPOTS_EN], ids=["zh", "en"])
def test_it_has_the_question_and_its_answers(talk):
    found = cited(talk)
    assert found["question"] == [1]
    assert 5 in found["answers"]


@pytest.mark.parametrize("talk", [TRIP_ZH, TRIP_EN], ids=["zh", "en"])
def test_it_has_what_was_decided_linked_and_left_open(talk):
    found = cited(talk)
    assert found["decisions"] == [5]
    assert found["links"] == [3]
    assert 4 in found["open"]


@pytest.mark.parametrize("talk", [TRIP_ZH, TRIP_EN], ids=["zh", "en"])
def test_a_later_question_stands_beside_its_answer(talk):
    lines = [line for part in gist.capsule(talk).parts if part.kind == "answers" for line in part.lines]
    assert any(line.keys == (2, 3) and "→" in line.text for line in lines)


def test_links_files_and_code_are_whole():
    link = "https://example.org/wiki/Drip_(irrigation)?page=2"
    talk = said(
        ("ben", "How do I set the timer?"),
        ("ada", f"It is in [the manual](https://example.org/timer.pdf) and at {link}.", 1),
        ("mo", "Use this:\n```\nset 06:30\nrun 2\n```", 1),
    )
    parts = {part.kind: part.lines for part in gist.capsule(talk).parts}
    assert parts["links"][0].text.endswith(f" {link}")
    assert parts["files"][0].text.endswith(" https://example.org/timer.pdf")
    assert parts["code"][0].text == "set 06:30\nrun 2"


def test_parts_with_nothing_in_them_are_left_out():
    assert cited(said(("ben", "The jasmine opened today"), ("ada", "Lovely"))) == {}


def test_a_question_with_only_a_nod_for_an_answer_is_open():
    talk = said(("ben", "The tap drips"), ("ada", "Who has the key to the cellar?"), ("ben", "哈哈", 2))
    assert cited(talk)["open"] == [2]
