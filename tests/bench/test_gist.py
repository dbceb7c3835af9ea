"""The bench counts a pause when relief would look, and only where it can be seen whether the talk went on."""

from chat.gist import Said
from tests.bench.gist import QUIET, SILENCE, Held, closing, tags


def held(*said: tuple[str, str, float], lines_after: int = SILENCE, log: str = "one") -> Held:
    """A talk of one message a line; each is (author, text, seconds after the one before)."""
    at = [sum(gap for *_, gap in said[: place + 1]) for place in range(len(said))]
    messages = [Said(place, author, text, None, at[place]) for place, (author, text, _) in enumerate(said)]
    return Held("2", log, messages, Said(len(said) - 1 + lines_after, "eve", "later", None, at[-1] + QUIET))


TALK = [("ada", "how do I mount it", 0), ("ben", "with mount", 60), ("ada", "where", 60), ("ben", "anywhere", 60)]


def test_a_talk_that_is_quiet_long_enough_is_a_pause_and_what_came_later_is_counted():
    more = held(*TALK, ("ada", "thanks", QUIET), ("ben", "welcome", 5))
    assert [(len(said), left) for said, left in more.pauses()] == [(4, 2), (6, 0)]


def test_a_short_silence_is_no_pause():
    assert [len(said) for said, _ in held(*TALK, ("ada", "thanks", QUIET - 1)).pauses()] == [5]


def test_the_end_of_the_log_says_nothing_about_the_end_of_a_talk():
    assert list(held(*TALK, lines_after=SILENCE - 1).pauses()) == []


def test_one_person_alone_is_no_talk():
    assert list(held(*[("ada", text, gap) for _, text, gap in TALK]).pauses()) == []


def test_pauses_after_which_something_came_are_not_over():
    found = closing([held(*TALK), held(*TALK, ("ada", "thanks", QUIET))])
    assert (found["pauses"], found["over"]) == (3, 0.667)


def test_key_words_are_looked_for_in_the_second_half_and_in_the_talk_that_follows_in_the_same_log():
    def about(word: str, log: str) -> Held:
        return held(*[(name, f"the {word} is broken", 1) for name in ("ada", "ben") * 3], log=log)

    found = tags([about("printer", "one"), about("kernel", "one"), about("kernel", "two")])
    assert found["said_again"] == 1
    assert found["said_elsewhere"] < 1
