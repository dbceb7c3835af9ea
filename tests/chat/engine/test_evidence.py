"""What is known for certain is never overridden, and says something about others."""

from dataclasses import replace

from chat.conversations.engine import Line, Link, Listener, conversations, link, propose
from tests.chat.engine.talk import BOTH_WAYS, CROSSING, MINUTE, heard, lines, parents


def test_a_reply_answers_what_it_points_at():
    talk = lines(CROSSING)
    talk[9] = replace(talk[9], answers=1)
    for way in BOTH_WAYS.values():
        found = {one.key: one for one in way(talk)}
        assert (found[9].parent, found[9].probability, found[9].together) == (1, 1.0, 1.0)


def test_a_message_can_be_known_to_start_something():
    talk = lines(CROSSING)
    talk[9] = replace(talk[9], answers=9)
    for way in BOTH_WAYS.values():
        assert way(talk)[9] == Link(9, 9, 1.0)


def test_a_reply_to_something_long_gone_keeps_its_parent():
    talk = lines(CROSSING, first=1000)
    talk[5] = replace(talk[5], answers=3)
    for way in BOTH_WAYS.values():
        assert way(talk)[5].parent == 3


def test_somebody_named_by_the_site_needs_no_name_in_the_text():
    talk = lines(CROSSING)
    nameless = [replace(line, text=line.text.split(": ", 1)[-1]) for line in talk]
    named = [
        replace(line, names=(row.text.split(":")[0],)) if ":" in row.text[:6] else line
        for line, row in zip(nameless, talk)
    ]
    for way in BOTH_WAYS.values():
        assert parents(way(named)) == parents(way(talk))


def test_links_that_stand_are_not_judged_again():
    talk = lines(CROSSING)
    stands = [Link(5, 1, 0.4, 0.5), Link(6, 6, 0.3)]
    found = link(talk, known=stands)
    assert found[5:7] == stands


def test_a_listener_goes_on_where_another_one_stopped():
    talk = lines(CROSSING)
    whole = heard(talk)
    for cut in range(1, len(talk)):
        listener = Listener(known=list(zip(talk, whole))[:cut])
        assert [listener.hear(line) for line in talk[cut:]] == whole[cut:]


def test_the_chain_of_an_unsure_link_is_unsure():
    talk = [Line(number, "ada", number * MINUTE, "hm") for number in range(4)]
    links = [Link(0, 0, 1), Link(1, 0, 0.4, 0.5), Link(2, 1, 0.8, 0.8), Link(3, 3, 1)]
    assert propose(talk, links, 2) == [(0, 0.4), (1, 0.8), (2, 1.0)]


def test_conversations_hold_only_what_was_asked_for():
    assert conversations([Link(5, 1, 1.0), Link(7, 5, 1.0), Link(8, 8, 1.0)]) == [[5, 7], [8]]


def test_only_the_lines_asked_for_are_linked():
    talk = lines(CROSSING)
    assert link(talk, since=7) == link(talk)[7:]


def test_with_names_ignored_a_name_changes_nothing():
    talk = lines(CROSSING)
    unnamed = [replace(line, text=line.text.removeprefix("ada: ").removeprefix("cleo: ")) for line in talk]
    unnamed = [replace(line, text=line.text.removeprefix("ben: ").removeprefix("dan: ")) for line in unnamed]
    for way in BOTH_WAYS.values():
        assert way(talk, with_names=False) == way(unnamed, with_names=False)
