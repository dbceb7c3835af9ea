"""The daily brief comes at each person's own hour, on the days and by the ways that they chose, until they stop it."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from community.notifications import due as clockwork
from community.notifications import letters, tasks, wishes
from community.notifications.models import Digest
from tests.community.letter_acts import DAY, at, due, html, letter_to, reads_mail, say, stop_path

# --- Whose hour it is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("UTC", at(2026, 3, 10, 8), date(2026, 3, 10)),
        ("Asia/Shanghai", at(2026, 3, 10, 0), date(2026, 3, 10)),
        ("America/Los_Angeles", at(2026, 3, 10, 15), date(2026, 3, 10)),
        ("Pacific/Kiritimati", at(2026, 3, 9, 18), date(2026, 3, 10)),
        ("Asia/Kathmandu", at(2026, 3, 10, 2, 15), date(2026, 3, 10)),
    ],
)
def test_the_hour_is_each_persons_own(ben, zone, moment, day):
    reads_mail(ben.user, timezone=zone)

    with time_machine.travel(moment - timedelta(minutes=1), tick=False):
        assert due() == set()
    with time_machine.travel(moment, tick=False):
        assert due() == {("ben", day)}


def test_a_brief_more_than_six_hours_late_is_not_sent(ben):
    reads_mail(ben.user)

    with time_machine.travel(at(2026, 3, 10, 14, 1), tick=False):
        assert due() == set()
    with time_machine.travel(at(2026, 3, 10, 13, 59), tick=False):
        assert due() == {("ben", DAY)}


def test_an_hour_that_the_clocks_skip_comes_all_the_same(ben):
    reads_mail(ben.user, timezone="Europe/Berlin", hour=2)

    with time_machine.travel(at(2026, 3, 29, 0, 50), tick=False):  # 01:50 in Berlin; 02:00 is 03:00 there
        assert due() == set()
    with time_machine.travel(at(2026, 3, 29, 1), tick=False):
        assert due() == {("ben", date(2026, 3, 29))}


def test_an_hour_that_comes_twice_brings_one_brief(ben):
    reads_mail(ben.user, timezone="Europe/Berlin", hour=2)

    with time_machine.travel(at(2026, 10, 25, 0), tick=False):
        assert due() == {("ben", date(2026, 10, 25))}
    with time_machine.travel(at(2026, 10, 25, 1), tick=False):
        clockwork.claim()
    assert Digest.objects.count() == 1


def test_midnight_is_an_hour_like_any_other(ben):
    reads_mail(ben.user, timezone="Africa/Cairo", hour=0)  # where the clocks of 2026-04-24 jump over it

    with time_machine.travel(at(2026, 4, 23, 22, 30), tick=False):
        assert due() == {("ben", date(2026, 4, 24))}


@pytest.mark.parametrize("fields", [{"daily": False}, {"email": ""}, {"is_active": False}])
def test_who_wants_no_letters_or_cannot_have_them_is_left_alone(ben, fields):
    reads_mail(ben.user, **fields)

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        assert due() == set()


def test_a_time_zone_that_does_not_exist_any_more_stops_nobody_elses_brief(ben, mo):
    reads_mail(ben.user, timezone="Europe/Atlantis")
    reads_mail(mo.user)

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        assert due() == {("ben", DAY), ("mo", DAY)}


def test_what_was_queued_and_nobody_began_is_queued_again_after_half_an_hour(ben):
    reads_mail(ben.user)

    with time_machine.travel(at(2026, 3, 10, 8), tick=False):
        assert due() == {("ben", DAY)}
    with time_machine.travel(at(2026, 3, 10, 8, 20), tick=False):
        assert due() == set()
    with time_machine.travel(at(2026, 3, 10, 8, 40), tick=False):
        assert due() == {("ben", DAY)}
    with time_machine.travel(at(2026, 3, 10, 14, 10), tick=False):
        assert due() == set()


def test_the_clock_queues_one_job_a_page(ben, mo, monkeypatch):
    reads_mail(ben.user)
    reads_mail(mo.user, timezone="Asia/Shanghai")
    queued = []
    monkeypatch.setattr(tasks.send_page, "delay", lambda *args: queued.append(args))

    with time_machine.travel(at(2026, 3, 10, 8), tick=False):
        tasks.send_due_digests()

    row = Digest.objects.get()
    assert (row.user, queued) == (ben.user, [(row.pk, row.pk)])


# --- What one wants, and when -----------------------------------------------------------------------------------------


def test_wishes_are_there_from_the_first_day_and_change_one_by_one(api, ben):
    assert api(ben).get("me/digests/") == {
        "daily": True, "weekly": True, "hour": 8, "days": [1, 2, 3, 4, 5, 6, 7], "weekday": 7, "scope": "all",
        "channel": "mail",
    }  # fmt: skip

    changed = api(ben).patch("me/digests/", {"hour": 21, "days": [5, 1, 5], "scope": "mine", "channel": "both"})

    assert (changed["hour"], changed["days"], changed["scope"], changed["channel"]) == (21, [1, 5], "mine", "both")
    assert api(ben).get("me/digests/") == changed
    assert changed["daily"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": 24}, {"hour": -1}, {"days": []}, {"days": [0]}, {"days": [8]}, {"weekday": 0}, {"weekday": 8},
        {"scope": "everything"}, {"channel": "pigeon"}, {"daily": "perhaps"}, {"brief_on": True}, {"days": [1] * 8},
    ],
)  # fmt: skip
def test_wishes_that_cannot_be_are_refused(api, ben, wrong):
    assert api(ben).refused("PATCH", "me/digests/", wrong) == "input.invalid"


def test_a_brief_comes_on_the_days_that_were_chosen(ben):
    reads_mail(ben.user, days=[1, 3])

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):  # a Tuesday
        assert due() == set()
    with time_machine.travel(at(2026, 3, 11, 9), tick=False):
        assert due() == {("ben", date(2026, 3, 11))}


def test_on_its_day_the_weekly_essence_stands_for_the_brief(ben):
    reads_mail(ben.user, weekly=True, weekday=2)

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
    with time_machine.travel(at(2026, 3, 11, 9), tick=False):
        clockwork.claim()

    rows = Digest.objects.order_by("day").values_list("kind", "day")
    assert list(rows) == [("weekly", DAY), ("daily", DAY + timedelta(days=1))]


def test_an_hour_before_midnight_comes_when_the_clock_was_late(ben):
    reads_mail(ben.user, hour=22)

    with time_machine.travel(at(2026, 3, 11, 1), tick=False):
        assert due() == {("ben", DAY)}


def test_whoever_reads_in_the_app_alone_needs_no_address(ada, ben, square):
    reads_mail(ben.user, email="", channel="notice")
    say(ada, square, "Good morning @Ben")

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
    row = Digest.objects.get()
    assert letter_to(ben.user, DAY + timedelta(days=1)) is None

    notice = ben.notices.get(kind="digest")
    assert notice.data == {"kind": "daily", "day": "2026-03-11", "items": 2}
    assert row.user == ben.user


def test_both_ways_are_both_gone_and_a_newer_line_takes_the_place_of_one_that_nobody_opened(ada, ben, square):
    reads_mail(ben.user, channel="both")
    say(ada, square, "First @Ben")
    assert letter_to(ben.user)
    say(ada, square, "Second @Ben")
    assert letter_to(ben.user, DAY + timedelta(days=1))

    assert [notice.data["day"] for notice in ben.notices.filter(kind="digest")] == ["2026-03-11"]


# --- Stopping it ------------------------------------------------------------------------------------------------------


def test_the_letter_names_its_stop_link_in_header_and_text(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")

    letter = letter_to(ben.user)

    link = re.fullmatch("<(.*)>", letter.extra_headers["List-Unsubscribe"]).group(1)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in letter.body
    assert link in html(letter)


def test_opening_the_stop_link_changes_nothing_yet(ben):
    reads_mail(ben.user)

    answer = Client(enforce_csrf_checks=True).get(stop_path(ben.user))

    assert answer.status_code == 200
    assert wishes.of(ben.user).daily


def test_a_mail_program_stops_the_brief_with_one_click_and_no_session(ben):
    reads_mail(ben.user)

    answer = Client(enforce_csrf_checks=True).post(stop_path(ben.user), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not wishes.of(ben.user).daily


def test_a_forged_stop_link_stops_nobody(ben, mo):
    reads_mail(ben.user)
    forged = stop_path(mo.user).replace(f"/{mo.user_id}.", f"/{ben.user_id}.")

    answer = Client().post(forged)

    assert answer.status_code == 404
    assert wishes.of(ben.user).daily


def test_the_stop_page_speaks_the_readers_language_and_escapes_the_name(ben):
    reads_mail(ben.user, locale="zh-Hant", display_name="<i>班</i>")

    page = Client().get(stop_path(ben.user)).content.decode()

    assert "每日簡報" in page
    assert "<i>班" not in page


def test_each_kind_of_letter_is_stopped_by_itself(ben):
    reads_mail(ben.user, weekly=True)

    page = Client(enforce_csrf_checks=True).post(stop_path(ben.user, "weekly")).content.decode()

    assert "Weekly essence" in page
    assert (wishes.of(ben.user).daily, wishes.of(ben.user).weekly) == (True, False)


def test_whoever_stops_the_recall_is_never_written_to_again(ben):
    reads_mail(ben.user, weekly=True)

    Client(enforce_csrf_checks=True).post(stop_path(ben.user, "recall"))

    assert (wishes.of(ben.user).daily, wishes.of(ben.user).weekly) == (False, False)


def test_a_link_from_before_there_were_kinds_stops_the_daily_brief(ben):
    reads_mail(ben.user, weekly=True)
    token = letters._signer.sign(str(ben.user.pk))

    assert Client().post(f"/api/v1/briefs/stop/{token}/").status_code == 200
    assert (wishes.of(ben.user).daily, wishes.of(ben.user).weekly) == (False, True)
