"""The state machine over counted minutes, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from chat.overload import meter, words
from chat.overload.meter import Limits, Minute, Reading, Standing

START = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CALM = Standing("calm", START - timedelta(days=1))
DEFAULT = Limits()


def crowd(messages: int, posters: int, first: int = 0) -> Minute:
    return Minute(messages, messages * 10, frozenset(range(first, first + posters)))


def run(minutes: list[Minute], limits: Limits = DEFAULT) -> list[str]:
    """The state at the end of each minute."""
    standing, states = CALM, []
    for number in range(len(minutes)):
        window = minutes[max(0, number - meter.WINDOW + 1) : number + 1]
        strain = meter.strain(meter.read(window), limits)
        standing = meter.step(standing, strain, START + timedelta(minutes=number + 1))
        states.append(standing.state)
    return states


def through(strains: list[float], every: timedelta = timedelta(minutes=1)) -> list[str]:
    standing, states = CALM, []
    for number, strain in enumerate(strains):
        standing = meter.step(standing, strain, START + number * every)
        states.append(standing.state)
    return states


def changes(states: list[str]) -> int:
    return sum(1 for before, after in pairwise(states) if before != after)


def test_a_room_that_flaps_around_a_threshold_does_not_flicker():
    for high, low in ((1.11, 0.91), (1.1, 0.9), (0.55, 0.45)):
        assert changes(through([high, low] * 60)) == 0
    assert changes(through([1.2, 0.1] * 60)) <= 120 // 10 * 2


def test_a_bot_that_floods_a_room_makes_it_busy_but_no_crowd():
    states = run([crowd(200, 1)] * 40)
    assert states[-1] == "busy"
    assert "overloaded" not in states


def test_four_people_in_a_quick_talk_are_one_conversation_and_five_are_not():
    assert run([crowd(20, 4)] * 40)[-1] == "busy"
    assert run([crowd(20, 5)] * 40)[-1] == "overloaded"


def test_a_crowd_that_says_little_is_a_crowd():
    states = run([crowd(2, 3, first=3 * number) for number in range(60)])
    assert states[-1] == "overloaded"


def test_few_long_texts_are_as_much_as_many_short_ones():
    essays = [Minute(1, 400, frozenset({number % 8})) for number in range(40)]
    assert run(essays)[-1] == "overloaded"


def test_silence_calms_a_room_within_the_window():
    states = run([crowd(30, 40)] * 30 + [Minute()] * 40)
    assert states[29] == "overloaded"
    assert states[29 + meter.WINDOW :] == ["calm"] * (41 - meter.WINDOW)
    assert run([crowd(5, 9)] * 40 + [crowd(2000, 90)] + [Minute()] * 40)[-21:] == ["calm"] * 21


def test_a_sudden_crowd_is_seen_within_minutes():
    assert "overloaded" in run([Minute()] * 30 + [crowd(30, 40)] * 5)[-2:]


def test_a_state_lasts_a_while_before_a_calmer_one_follows_and_rises_at_once():
    states = through([1.2] + [0.1] * 20)
    assert states[:10] == ["overloaded"] * 10
    assert states[10] == "calm"
    assert through([0.6, 1.2])[-1] == "overloaded"


def test_looking_more_often_changes_nothing():
    strains = [0.2, 0.6, 1.2, 0.95, 0.7, 0.3, 0.0] * 3
    often = through([strain for strain in strains for _ in range(60)], timedelta(seconds=10))
    seldom = through([strain for strain in strains for _ in range(10)], timedelta(minutes=1))
    assert often[59::60] == seldom[9::10]


def test_parallel_conversations_make_a_room_busy_but_do_not_keep_it_overloaded():
    assert through([meter.strain(Reading(conversations=3), Limits())])[-1] == "busy"
    many = meter.strain(Reading(messages=1, posters=9, conversations=50), Limits())
    assert through([1.2] + [many] * 30)[-1] == "busy"


def test_limits_of_a_room_move_the_states():
    minutes = [crowd(3, 10)] * 40
    assert run(minutes)[-1] == "busy"
    assert run(minutes, Limits(messages=2))[-1] == "overloaded"
    assert run(minutes, Limits(posters=200, messages=50, words=900))[-1] == "calm"


@pytest.mark.parametrize(("strain", "shown"), [(0, 0), (0.004, 0), (0.5, 50), (1, 100), (7, 100)])
def test_the_gauge_ends_at_a_hundred(strain, shown):
    assert meter.gauge(strain) == shown


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", 0), ("👍🎉", 0), ("!!! ...", 0), ("Hello there", 2), ("it's well-known", 2), ("我们今天去吃饭", 7 / 1.6),
        ("装 captive ntfs 的", 2 + 2 / 1.6), ("https://example.org/a/b-c.html", 1), ("word " * 4000, 4000),
        ("_" * 6000, 1), ("a'" * 3000, 1),
    ],
)  # fmt: skip
def test_words_are_counted_alike_in_every_language(body, expected):
    assert words.count(body) == pytest.approx(expected)
