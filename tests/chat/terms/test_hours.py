"""Hours are those of the room's own clock, over midnight and over the days on which clocks change."""

from datetime import UTC, datetime

import pytest

from chat.terms import hours
from chat.terms.agreed import RoomTerms, TalkHours

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def terms(*windows: TalkHours, **more) -> RoomTerms:
    return RoomTerms(windows=list(windows), **({"outside": "closed", "zone": "Asia/Shanghai"} | more))


def stretch(first: str, last: str, days=None, kind="topic") -> TalkHours:
    return TalkHours(days=days or EVERY_DAY, first=first, last=last, kind=kind)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


EVENING = terms(stretch("19:00", "21:30"))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-22 10:59", False),  # 18:59 in Shanghai
        ("2026-11-22 11:00", True),
        ("2026-11-22 13:29", True),
        ("2026-11-22 13:30", False),
    ],
)
def test_a_window_is_open_from_its_first_minute_to_its_last(moment, is_open):
    assert hours.is_open(EVENING, at(moment)) is is_open


def test_when_it_opens_is_told_in_the_room_s_own_time():
    assert hours.opens_at(EVENING, at("2026-11-22 13:30")) == at("2026-11-23 11:00")
    assert hours.opens_at(EVENING, at("2026-11-22 12:00")) is None


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins():
    friday_night = terms(stretch("22:00", "02:00", [5]), zone="UTC")
    assert hours.is_open(friday_night, at("2026-11-28 01:59"))  # a Saturday
    assert not hours.is_open(friday_night, at("2026-11-28 02:00"))
    assert not hours.is_open(friday_night, at("2026-11-27 01:00"))
    assert hours.opens_at(friday_night, at("2026-11-28 02:00")) == at("2026-12-04 22:00")


def test_a_window_that_ends_where_it_begins_lasts_a_day():
    all_day = terms(stretch("06:00", "06:00", [7]), zone="UTC")
    assert hours.is_open(all_day, at("2026-11-23 05:59"))
    assert not hours.is_open(all_day, at("2026-11-23 06:00"))


def test_clocks_that_are_set_forward_or_back_move_it_with_them():
    berlin = terms(stretch("20:00", "21:00"), zone="Europe/Berlin")
    assert hours.is_open(berlin, at("2026-10-24 18:30"))
    assert hours.is_open(berlin, at("2026-10-25 19:30"))
    skipped = terms(stretch("02:15", "04:00"), zone="Europe/Berlin")
    assert hours.is_open(skipped, at("2026-03-29 01:30"))  # 03:30; 02:15 does not exist on this day


def test_of_several_windows_the_first_written_counts():
    both = terms(stretch("20:00", "21:00", kind="topic"), stretch("19:00", "23:00", kind="free"), zone="UTC")
    assert hours.window_at(both, at("2026-11-22 20:30")).kind == "topic"
    assert hours.window_at(both, at("2026-11-22 22:30")).kind == "free"
    assert hours.window_at(both, at("2026-11-22 23:30")) is None


def test_without_windows_nothing_is_ever_closed():
    assert hours.is_open(terms(), at("2026-11-22 03:00"))
    assert hours.opens_at(terms(), at("2026-11-22 03:00")) is None


def test_where_it_is_open_outside_windows_only_say_what_is_talked_of():
    open_outside = terms(stretch("19:00", "21:30"), outside="open")
    assert hours.is_open(open_outside, at("2026-11-22 03:00"))
    assert hours.window_at(open_outside, at("2026-11-22 03:00")) is None
