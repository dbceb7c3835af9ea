"""When a device rings: a table of cases, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from community.push.moments import Quiet, Wish, when

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"  # eight hours ahead all year; one or two, by the season
NIGHT, LUNCH = Quiet(22, 7), Quiet(12, 14)


def utc(hour: int, minute: int = 0, day: int = 4, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


NOON = utc(4)  # in Shanghai


@pytest.mark.parametrize(
    ("kind", "level", "rings"),
    [
        ("mention", "all", True), ("mention", "mentions", True), ("mention", "nothing", False),
        ("reply", "mentions", True), ("direct", "mentions", True), ("consent", "mentions", True),
        ("thread_reply", "all", True), ("thread_reply", "mentions", False), ("followed", "mentions", False),
        ("followed", "nothing", False), ("digest", "all", False),
    ],
)  # fmt: skip
def test_the_level_decides_whether_a_notice_rings_at_all(kind: str, level: str, rings: bool):
    assert when(kind, Wish(level), SHANGHAI, None, NOON) == (NOON if rings else None)


@pytest.mark.parametrize(
    ("name", "quiets", "zone", "now", "expected"),
    [
        ("before they begin", [NIGHT], SHANGHAI, utc(13, 59), utc(13, 59)),
        ("as they begin", [NIGHT], SHANGHAI, utc(14), utc(23)),
        ("before midnight", [NIGHT], SHANGHAI, utc(15, 30), utc(23)),
        ("after midnight", [NIGHT], SHANGHAI, utc(17), utc(23)),
        ("the last minute", [NIGHT], SHANGHAI, utc(22, 59), utc(23)),
        ("as they end", [NIGHT], SHANGHAI, utc(23), utc(23)),
        ("within a day", [LUNCH], SHANGHAI, NOON, utc(6)),
        ("from midnight", [Quiet(0, 6)], SHANGHAI, utc(16, day=3), utc(22, day=3)),
        ("until midnight", [Quiet(20, 0)], SHANGHAI, utc(12), utc(16)),
        ("two that touch", [Quiet(12, 14), Quiet(14, 16)], SHANGHAI, NOON, utc(8)),
        ("two that overlap", [NIGHT, Quiet(6, 9)], SHANGHAI, utc(14), utc(1, day=5)),
        ("two that leave no gap", [Quiet(8, 20), Quiet(20, 8)], SHANGHAI, NOON, None),
        ("somebody else's midnight", [NIGHT], BERLIN, NOON, utc(5)),
        ("clocks that go forward", [Quiet(22, 2)], BERLIN, utc(23, day=28, month=3), utc(1, day=29, month=3)),
        ("clocks that go back", [NIGHT], BERLIN, utc(22, day=24, month=10), utc(6, day=25, month=10)),
    ],
)  # fmt: skip
def test_quiet_hours_put_it_off_until_they_end(name, quiets, zone, now, expected):
    assert when("mention", Wish(quiets=quiets), zone, None, now) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, NOON),
        (NOON - timedelta(minutes=20), NOON + timedelta(minutes=40)),
        (NOON - timedelta(hours=3), NOON),
    ],
)
def test_at_most_once_an_hour_of_a_place(last, expected):
    assert when("mention", Wish(hourly=True), SHANGHAI, last, NOON) == expected
    assert when("mention", Wish(hourly=False), SHANGHAI, last, NOON) == NOON


def test_an_hour_that_ends_in_quiet_hours_waits_for_their_end():
    last = utc(13, 30)
    assert when("mention", Wish(quiets=[NIGHT], hourly=True), SHANGHAI, last, utc(13, 45)) == utc(23)
