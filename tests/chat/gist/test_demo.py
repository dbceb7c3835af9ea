"""The demo community's own conversations, in both languages: what a newcomer sees first."""

import time
from functools import cache

import pytest

from board.demo.script import Script, scripts
from chat import gist
from chat.gist import Background, Said, Talk


@cache
def told(language: str) -> Script:
    return next(script for script in scripts() if script.community.locale.startswith(language))


@cache
def conversations(language: str) -> dict[str, Talk]:
    """The square's conversations, read as the product reads a room."""
    script = told(language)
    people = {person.key: person.name for person in script.people}
    standing = [message for message in script.messages if not message.recalled and message.conversation]
    rows = {message.id: key for key, message in enumerate(script.messages)}
    room = gist.read(
        Said(rows[one.id], people[one.by], one.text.strip(), rows.get(one.reply or "")) for one in standing
    )
    background = Background.of(room)
    names = {f"{message.room}.{message.conversation}" for message in standing}
    return {
        name: Talk([line for line, one in zip(room, standing) if f"{one.room}.{one.conversation}" == name], background)
        for name in names
    }


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("zh", "square.tomato", ["番茄", "白点", "缺肥"]),
        ("zh", "square.trip", ["周六", "花木市场"]),
        ("zh", "square.spray", ["阳台打药"]),
        ("zh", "square.duty", ["谁来认领"]),
        ("zh", "square.drip", ["怎么让它们活着"]),
        ("en", "yard.hub", ["back wheel", "grinding noise"]),
        ("en", "yard.ride", ["propose", "towpath"]),
        ("en", "yard.roof", ["water coming through"]),
        ("en", "yard.battery", ["e-bike battery"]),
        ("en", "yard.lost", ["child's pedal bike"]),
    ],
)
def test_its_titles_name_what_they_are_about(language, name, words):
    title = gist.title(conversations(language)[name])
    assert all(word in title for word in words), title


@pytest.mark.parametrize(
    ("language", "name", "excerpt"),
    [
        ("zh", "square.tomato", "三件事，按顺序"),
        ("zh", "square.spray", "那就有四条了"),
        ("zh", "square.pickle", "洗净 晾到蔫"),
        ("en", "yard.battery", "connector"),
        ("en", "yard.lost", "GOT IT"),
        ("en", "yard.toaster", "raisin"),
    ],
)
def test_its_key_lines_have_the_answer(language, name, excerpt):
    lines = gist.key_lines(conversations(language)[name])
    assert any(excerpt in line.excerpt for line in lines), lines


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_has_a_title_and_key_lines(language):
    for talk in conversations(language).values():
        assert gist.title(talk)
        assert gist.key_lines(talk)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_chatter_and_announcements_are_not_kept_without_asking(language):
    chatter = {"zh": ["storm", "welcome", "cat", "soil"], "en": ["welcome", "ride", "missed"]}[language]
    room = {"zh": "square", "en": "yard"}[language]
    assert all(gist.closed_and_good(conversations(language)[f"{room}.{name}"]) <= 0.5 for name in chatter)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_long_three_hundred_messages_take_is_printed(language):
    """Not asserted: machines differ."""
    told_twice = [line.said for talk in conversations(language).values() for line in talk.all] * 2
    talk = [Said(key, one.author, f"{one.text} {key}") for key, one in enumerate(told_twice[:300])]
    start = time.process_time()
    prepared = Talk(talk)
    found = gist.title(prepared), gist.key_lines(prepared), gist.keywords(prepared)
    print(f"{language}: {len(talk)} messages in {1000 * (time.process_time() - start):.0f} ms")
    assert all(found)
