"""The weekly essence, the recall, and looking at a digest beforehand."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board import posts
from board import seats as thread_seats
from board.models import Category, Thread, ThreadSeat
from chat import seats
from community import clock
from community.members.models import User
from community.notifications import due as clockwork
from community.notifications import sending, tasks
from community.notifications.models import Digest
from tests.board.acts import promote
from tests.community.letter_acts import DAY, at, claimed, html, letter_to, reads_mail, say, started, stop_path

# --- The week, and silence --------------------------------------------------------------------------------------------


def test_the_essence_has_the_best_of_the_week_what_was_missed_and_its_numbers(ada, ben, mo, square):
    reads_mail(ben.user, weekly=True)
    good = started(ada, "The boat is ready")
    posts.reply(mo, good, "Splendid", client_id=uuid4())
    promoted = promote(
        ada, square, [say(ada, square, "How do we paint it?"), say(mo, square, "In blue")], title="Paint"
    )
    say(ada, square, "Where were you @Ben?")

    letter = letter_to(ben.user, kind="weekly")

    assert letter.subject == "Lake: the essence of the week"
    for text in (letter.body, html(letter)):
        for heading in ("From the chat to the board", "The best threads", "Mentions and answers"):
            assert heading in text
        assert "The boat is ready" in text
        assert f"/c/lake/t/{promoted.thread_id}/p/1" in text
        assert "Ada mentioned you in Square" in text
        assert "This week: 3 messages, 2 people who wrote, 2 new threads, 1 conversation carried over." in text
    assert "once a week" in letter.body


def test_the_numbers_of_the_week_count_nothing_that_is_closed(ada, ben, den, community):
    reads_mail(ben.user, weekly=True)
    Category.objects.create(community=community, slug="staff", name="Staff", audience="staff")
    started(ada, "Behind the scenes", audience="staff")
    say(ada, den, "Behind closed doors @Ben")

    assert "This week" not in letter_to(ben.user, kind="weekly").body


def test_numbers_alone_are_no_letter(ada, ben, mo, square):
    reads_mail(ben.user, weekly=True)
    seats.read(ben, square, say(ada, square, "Good morning").seq)

    assert letter_to(ben.user, kind="weekly") is None


def silent(user: User, day: date) -> User:
    User.objects.filter(pk=user.pk).update(last_seen_on=day)
    return user


def test_after_thirty_days_there_is_one_last_letter_and_then_silence(ada, ben):
    silent(reads_mail(ben.user, weekly=True), DAY - timedelta(days=31))
    good = started(ada, "The boat is ready")
    posts.reply(ben, good, "Splendid", client_id=uuid4())
    Thread.objects.filter(pk=good.pk).update(created_at=at(2026, 3, 8))
    thread_seats.set_level(ben, good, "normal")
    ThreadSeat.objects.update(read_seq=0)

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        for first, last in send_all():
            sending.send_page(first, last)
    with time_machine.travel(at(2026, 3, 15, 9), tick=False):  # a Sunday
        assert send_all() == []

    (letter,) = mail.outbox
    assert letter.subject == "Lake: we stop writing to you"
    assert "The boat is ready" in letter.body
    assert "Come back any time" in letter.body
    assert stop_path(ben.user, "recall") in letter.body


def send_all() -> list[tuple[int, int]]:
    clockwork.claim()
    return list(clockwork.pages())


def test_whoever_comes_back_is_written_to_again_and_each_absence_has_its_own_recall(api, ben):
    silent(reads_mail(ben.user), DAY - timedelta(days=31))
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        send_all()
        api(ben).get("me/")
    with time_machine.travel(at(2026, 3, 11, 9), tick=False):
        send_all()
    with time_machine.travel(at(2026, 5, 1, 9), tick=False):
        send_all()

    assert list(Digest.objects.order_by("pk").values_list("kind", "day")) == [
        ("recall", DAY - timedelta(days=31)), ("daily", DAY + timedelta(days=1)), ("recall", DAY),
    ]  # fmt: skip


def test_a_recall_is_for_those_who_get_letters(ada, ben, mo):
    silent(reads_mail(ben.user, daily=False), DAY - timedelta(days=40))
    silent(reads_mail(mo.user, channel="notice"), DAY - timedelta(days=40))

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        assert send_all() == []


def test_a_visit_is_written_down_once_a_day(api, ben):
    browser = api(ben)
    silent(ben.user, DAY)

    with time_machine.travel(at(2026, 3, 12, 9), tick=False):
        for expected in (1, 0):
            with CaptureQueriesContext(connection) as captured:
                browser.get("me/")
            assert len([query for query in captured if query["sql"].startswith("UPDATE")]) == expected

    ben.user.refresh_from_db()
    assert ben.user.last_seen_on == date(2026, 3, 12)


def test_tidying_forgets_old_digests_but_no_recall(ben):
    for kind in ("daily", "recall"):
        claimed(ben.user, kind=kind)
    Digest.objects.update(created_at=clock.now() - timedelta(days=90))
    claimed(ben.user, DAY + timedelta(days=1))

    tasks.tidy()

    assert set(Digest.objects.values_list("kind", "day")) == {("recall", DAY), ("daily", DAY + timedelta(days=1))}


# --- Looking at it beforehand -----------------------------------------------------------------------------------------


def preview(browser, **query: str) -> dict:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return browser.get(f"communities/lake/digests/preview/?{asked}")


def test_a_preview_shows_what_the_letter_would_say(api, ada, ben, square):
    reads_mail(ben.user)
    call = say(ada, square, "Good morning @Ben")

    shown = preview(api(ben), kind="daily")

    assert (shown["kind"], shown["items"]) == ("daily", 2)
    assert [section["name"] for section in shown["sections"]] == ["calls", "rooms"]
    assert shown["sections"][0]["items"] == [
        {
            "title": "", "text": "Good morning @Ben", "by": "Ada", "place": "Square", "reason": "mentioned", "count": 1,
            "url": f"/c/lake/r/{square.pk}/m/{call.pk}", "lines": [],
        }
    ]  # fmt: skip
    assert not Digest.objects.exists()
    assert "Good morning @Ben" in letter_to(ben.user).body
    assert preview(api(ben), kind="daily")["sections"] == []


def test_the_line_in_the_inbox_opens_the_digest_that_was_sent_as_far_as_it_is_unread(api, ada, ben, square):
    reads_mail(ben.user, channel="both")
    call = say(ada, square, "Good morning @Ben")
    letter_to(ben.user)
    data = ben.notices.get(kind="digest").data

    shown = preview(api(ben), kind=data["kind"], day=data["day"])
    assert shown["items"] == data["items"] == 2
    seats.read(ben, square, call.seq)
    assert preview(api(ben), kind=data["kind"], day=data["day"])["items"] == 0


def test_a_weekly_preview_has_numbers(api, ada, ben, square):
    say(ada, square, "Good morning @Ben")

    assert preview(api(ben), kind="weekly")["figures"] == [
        {"name": "messages", "count": 1}, {"name": "people", "count": 1},
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["kind=recall", "kind=yearly", "day=yesterday", "all=1"])
def test_a_preview_of_something_else_is_refused(api, ben, query):
    assert api(ben).refused("GET", f"communities/lake/digests/preview/?{query}") == "input.invalid"


def test_a_stranger_sees_no_preview(api, ada, cleo):
    assert api(cleo).refused("GET", "communities/lake/digests/preview/") == "not_found"
