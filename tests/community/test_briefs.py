"""The daily brief: at each person's own hour, once, and only what is unread."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import close_old_connections, connection
from django.test import Client

from board import posts, threads
from board import seats as thread_seats
from board.models import Category, Post, Thread
from chat import messages, rooms, seats, telling
from chat.models import Message
from community import clock
from community.members import communities
from community.members.models import User
from community.moderation.audit import Moderator
from community.notifications import briefs, letters, tasks
from community.notifications.models import Brief

DAY = date(2026, 3, 10)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


def reads_mail(user: User, **fields: object) -> User:
    for name, value in {"email": f"{user.username}@example.org", "timezone": "UTC", "brief_hour": 8, **fields}.items():
        setattr(user, name, value)
    user.save()
    return user


def say(author, room, body: str, reply_to=None) -> Message:
    """Post, and tell whom it concerns as the worker would."""
    shape = messages.post(author, room, body, client_id=uuid4(), reply_to=reply_to)
    message = Message.objects.select_related("room", "author", "reply_to").get(pk=shape.id)
    telling.tell_of(message)
    return message


def due() -> set[tuple[str, date]]:
    return {(brief.user.username, brief.day) for brief in briefs.claim_due()}


def claimed(user: User, day: date = DAY) -> Brief:
    return Brief.objects.create(user=user, day=day)


def letter_to(user: User, day: date = DAY):
    """The brief of a day as it was sent, or None."""
    claimed(user, day)
    mail.outbox.clear()
    briefs.send(user.pk, day)
    return mail.outbox[0] if mail.outbox else None


def html(letter) -> str:
    return letter.alternatives[0][0]


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
    reads_mail(ben.user, timezone="Europe/Berlin", brief_hour=2)

    with time_machine.travel(at(2026, 3, 29, 0, 50), tick=False):  # 01:50 in Berlin; 02:00 is 03:00 there
        assert due() == set()
    with time_machine.travel(at(2026, 3, 29, 1), tick=False):
        assert due() == {("ben", date(2026, 3, 29))}


def test_an_hour_that_comes_twice_brings_one_brief(ben):
    reads_mail(ben.user, timezone="Europe/Berlin", brief_hour=2)

    with time_machine.travel(at(2026, 10, 25, 0), tick=False):
        assert due() == {("ben", date(2026, 10, 25))}
    with time_machine.travel(at(2026, 10, 25, 1), tick=False):
        assert due() == set()
    assert Brief.objects.count() == 1


def test_midnight_is_an_hour_like_any_other(ben):
    reads_mail(ben.user, timezone="Africa/Cairo", brief_hour=0)  # where the clocks of 2026-04-24 jump over it

    with time_machine.travel(at(2026, 4, 23, 22, 30), tick=False):
        assert due() == {("ben", date(2026, 4, 24))}


@pytest.mark.parametrize("fields", [{"brief_on": False}, {"email": ""}, {"is_active": False}])
def test_who_wants_no_letters_or_cannot_have_them_is_left_alone(ben, fields):
    reads_mail(ben.user, **fields)

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        assert due() == set()


def test_a_time_zone_that_does_not_exist_any_more_stops_nobody_elses_brief(ben, mo):
    reads_mail(ben.user, timezone="Europe/Atlantis")
    reads_mail(mo.user)

    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        assert due() == {("ben", DAY), ("mo", DAY)}


def test_a_claim_that_nobody_began_is_queued_again_for_half_an_hour(ben):
    reads_mail(ben.user)

    with time_machine.travel(at(2026, 3, 10, 8), tick=False):
        assert due() == {("ben", DAY)}
    with time_machine.travel(at(2026, 3, 10, 8, 20), tick=False):
        assert due() == {("ben", DAY)}
    with time_machine.travel(at(2026, 3, 10, 8, 40), tick=False):
        assert due() == set()


def test_the_clock_queues_one_job_a_person(ben, mo, monkeypatch):
    reads_mail(ben.user)
    reads_mail(mo.user, timezone="Asia/Shanghai")
    queued = []
    monkeypatch.setattr(tasks.send_brief, "delay", lambda *args: queued.append(args))

    with time_machine.travel(at(2026, 3, 10, 8), tick=False):
        tasks.send_due_briefs()

    assert queued == [(ben.user_id, "2026-03-10")]


# --- Once -------------------------------------------------------------------------------------------------------------


def test_two_workers_with_the_same_brief_send_it_once(transactional_db, ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    claimed(ben.user)
    together = Barrier(4)

    def work(_: int) -> None:
        close_old_connections()
        together.wait()
        briefs.send(ben.user_id, DAY)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert len(mail.outbox) == 1
    assert Brief.objects.get().sent_at


def test_two_clocks_at_once_claim_one_row(transactional_db, ben):
    reads_mail(ben.user)
    together = Barrier(4)

    def work(_: int) -> None:
        close_old_connections()
        together.wait()
        briefs.claim_due()
        connection.close()

    with time_machine.travel(at(2026, 3, 10, 9), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert Brief.objects.count() == 1


def test_a_mail_server_that_refuses_gives_the_job_another_try(ada, ben, square, monkeypatch):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    claimed(ben.user)

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", _refuse)
        with pytest.raises(ConnectionRefusedError):
            briefs.send(ben.user_id, DAY)
    briefs.send(ben.user_id, DAY)

    assert len(mail.outbox) == 1


def _refuse(*_: object) -> None:
    raise ConnectionRefusedError


def test_a_brief_whose_worker_died_is_not_sent_again(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    Brief.objects.create(user=ben.user, day=DAY, begun_at=clock.now())

    briefs.send(ben.user_id, DAY)

    assert mail.outbox == []


def test_the_brief_after_one_that_was_lost_looks_back_further(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    Brief.objects.create(user=ben.user, day=DAY - timedelta(days=1), begun_at=clock.now())

    assert "Good morning @Ben" in letter_to(ben.user).body


def test_what_stood_in_one_brief_does_not_stand_in_the_next(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "First @Ben")
    assert "First @Ben" in letter_to(ben.user).body

    say(ada, square, "Second @Ben")
    second = letter_to(ben.user, DAY + timedelta(days=1)).body

    assert "Second @Ben" in second
    assert "First @Ben" not in second


# --- Only what is unread ----------------------------------------------------------------------------------------------


def test_nothing_new_is_no_letter(ben):
    reads_mail(ben.user)

    assert letter_to(ben.user) is None
    assert Brief.objects.get().items == 0


def test_what_was_read_is_absent(ada, ben, square):
    reads_mail(ben.user)
    seats.read(ben, square, say(ada, square, "Old news @Ben").seq)
    say(ada, square, "Fresh news @Ben")

    body = letter_to(ben.user).body

    assert "Fresh news" in body
    assert "Old news" not in body


@pytest.mark.parametrize("gone", ["recalled", "deleted", "hidden"])
def test_what_was_taken_back_is_absent(ada, ben, mo, square, gone):
    reads_mail(ben.user)
    message = say(ada, square, "A slip of the tongue @Ben")
    seats.set_level(ben, square, "mentions")
    act = {
        "recalled": lambda: messages.recall(ada, message),
        "deleted": lambda: messages.delete(ada, message),
        "hidden": lambda: messages.hide(Moderator(member=mo), message),
    }[gone]
    act()

    assert letter_to(ben.user) is None


def test_who_was_removed_from_a_room_reads_nothing_of_it_in_a_brief(ada, ben, den):
    reads_mail(ben.user)
    say(ada, den, "Behind closed doors @Ben")
    rooms.remove(ada, den, ben)

    assert letter_to(ben.user) is None


def test_who_left_the_community_gets_nothing_from_it(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Stay @Ben")
    communities.leave(ben)

    assert letter_to(ben.user) is None


def test_who_turned_briefs_off_after_the_claim_gets_none(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    briefs.stop(ben.user)

    assert letter_to(ben.user) is None


@pytest.mark.parametrize(
    "address", ["nowhere", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"]
)
def test_what_is_no_address_is_refused_before_a_letter_goes_there(api, ben, address):
    assert api(ben).refused("PATCH", "account/", {"email": address}) == "input.invalid"


def test_an_address_can_be_given_and_taken_away(api, ben):
    assert api(ben).patch("account/", {"email": "ben@example.org"})["email"] == "ben@example.org"
    assert api(ben).patch("account/", {"email": ""})["email"] == ""


def test_a_quiet_room_is_not_counted(ada, ben, square):
    reads_mail(ben.user)
    seats.set_level(ben, square, "nothing")
    say(ada, square, "Anybody here?")

    assert letter_to(ben.user) is None


def test_the_brief_says_what_happened_where(ada, ben, square):
    reads_mail(ben.user)
    mine = say(ben, square, "Who brings tea?")
    answer = say(ada, square, "I do.", reply_to=mine.pk)
    call = say(ada, square, "@all it is ready")

    letter = letter_to(ben.user)

    assert letter.to == ["ben@example.org"]
    assert letter.subject == "Lake: 3 things to read"
    assert "Ada answered you in Square" in letter.body
    assert "Ada called everybody in Square" in letter.body
    for text in (letter.body, html(letter)):
        assert f"/c/lake/r/{square.pk}/m/{answer.pk}" in text
        assert f"/c/lake/r/{square.pk}/m/{call.pk}" in text
    assert "Square (2)" in letter.body
    assert Brief.objects.get().items == 3


def test_a_direct_conversation_is_called_by_the_others_name(ada, ben):
    reads_mail(ben.user)
    room = rooms.direct(ada, ben)
    say(ada, room, "Just between us")

    assert "- Ada\n" in letter_to(ben.user).body


def test_a_letter_takes_the_same_queries_whatever_was_missed(ada, ben, square, django_assert_max_num_queries):
    reads_mail(ben.user)
    for number in range(12):
        say(ada, rooms.create(ada, "open", f"Room {number}"), "Hello @Ben")
        say(ada, square, f"{number} @Ben")
        started(ada, f"Thread {number}")
        posts.reply(ada, started(ben, f"Question {number}"), "Answer", client_id=uuid4())
    claimed(ben.user)

    with django_assert_max_num_queries(25):
        briefs.send(ben.user_id, DAY)


# --- The board --------------------------------------------------------------------------------------------------------


def started(author, title: str, **where: object) -> Thread:
    category = Category.objects.filter(community=author.community, **where).first()
    shape = threads.start(author, category, title, f"About {title}", client_id=uuid4())
    return Thread.objects.select_related("category__room").get(pk=shape.id)


def test_threads_that_one_follows_are_named_with_what_is_new_there(ada, ben):
    reads_mail(ben.user)
    thread = started(ben, "Tea or coffee")
    for body in ("Tea", "Coffee"):
        posts.reply(ada, thread, body, client_id=uuid4())

    body = letter_to(ben.user).body

    assert "Threads that you follow" in body
    assert "Tea or coffee (2)" in body
    assert f"/c/lake/t/{thread.pk}/p/2" in body


def test_new_threads_are_recommended_the_hottest_first_and_not_ones_own(ada, ben):
    reads_mail(ben.user)
    for number in range(6):
        Thread.objects.filter(pk=started(ada, f"Thread {number}").pk).update(hot=number)
    started(ben, "My own")

    body = letter_to(ben.user).body

    assert re.findall(r"- (Thread \d)", body) == ["Thread 5", "Thread 4", "Thread 3", "Thread 2", "Thread 1"]
    assert "Ada: About Thread 5" in body
    assert "My own" not in body


def test_a_thread_that_was_read_muted_or_removed_is_absent(ada, ben, mo):
    reads_mail(ben.user)
    read, muted, removed = (started(ada, title) for title in ("Read", "Muted", "Removed"))
    thread_seats.read(ben, read, read.seq)
    thread_seats.set_level(ben, muted, "mute")
    posts.reply(ada, muted, "Again", client_id=uuid4())
    threads.remove(Moderator(member=mo), removed)

    assert letter_to(ben.user) is None


def test_a_thread_that_one_may_not_read_is_absent(ada, ben, community):
    reads_mail(ben.user)
    Category.objects.create(community=community, slug="staff", name="Staff", audience="staff")
    started(ada, "Behind the scenes", audience="staff")

    assert letter_to(ben.user) is None


def test_a_thread_whose_opening_was_taken_back_shows_no_word_of_it(ada, ben, mo):
    reads_mail(ben.user)
    thread = started(ada, "Tea or coffee")
    posts.hide(Moderator(member=mo), Post.objects.get(thread=thread, seq=1))

    letter = letter_to(ben.user)

    assert "Tea or coffee" in letter.body
    assert "About Tea" not in letter.body


# --- What it looks like -----------------------------------------------------------------------------------------------


def test_what_members_wrote_is_escaped(ada, ben, square):
    reads_mail(ben.user, display_name="<i>Ben</i>")
    ada.name = '<img src=x onerror="alert(1)">'
    ada.save()
    square.name = "<b>Square</b>"
    square.save()
    say(ada, square, "<script>alert(2)</script> {{ site }} @Ben")

    page = html(letter_to(ben.user))

    for bad in ("<script", "<img", "<b>", "<i>"):
        assert bad not in page
    assert "&lt;script" in page
    assert "{{ site }}" in page


def test_a_name_with_a_line_break_forges_no_header_and_no_line(ada, ben, square):
    reads_mail(ben.user)
    ada.community.name = "Lake\nBcc: everybody@example.org"
    ada.community.save()
    ada.name = "Ada\n- Mallory"
    ada.save()
    say(ada, square, "Hello @Ben")

    letter = letter_to(ben.user)

    assert "\n" not in letter.subject
    assert "\n- Mallory" not in letter.body


@pytest.mark.parametrize(
    ("locale", "heading", "line", "subject"),
    [
        ("en", "Mentions and answers", "Ada mentioned you in Square", "Lake: 2 things to read"),
        ("zh-Hans", "提及与回复", "Ada 在「Square」提到了你", "Lake：2 条未读"),
        ("zh-Hant", "提及與回覆", "Ada 在「Square」提到了你", "Lake：2 則未讀"),
    ],
)
def test_the_brief_speaks_the_readers_language(ada, ben, square, locale, heading, line, subject):
    reads_mail(ben.user, locale=locale)
    say(ada, square, "Good morning @Ben")

    letter = letter_to(ben.user)

    assert letter.subject == subject
    for text in (letter.body, html(letter)):
        assert heading in text
        assert line in text
    assert f'lang="{locale.lower()}"' in html(letter)


# --- Stopping it ------------------------------------------------------------------------------------------------------


def stop_path(user: User) -> str:
    return letters.stop_url(user).removeprefix("http://localhost:8000")


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

    ben.user.refresh_from_db()
    assert answer.status_code == 200
    assert ben.user.brief_on


def test_a_mail_program_stops_the_brief_with_one_click_and_no_session(ben):
    reads_mail(ben.user)

    answer = Client(enforce_csrf_checks=True).post(stop_path(ben.user), {"List-Unsubscribe": "One-Click"})

    ben.user.refresh_from_db()
    assert answer.status_code == 200
    assert not ben.user.brief_on


def test_a_forged_stop_link_stops_nobody(ben, mo):
    reads_mail(ben.user)
    forged = stop_path(mo.user).replace(f"/{mo.user_id}:", f"/{ben.user_id}:")

    answer = Client().post(forged)

    ben.user.refresh_from_db()
    assert answer.status_code == 404
    assert ben.user.brief_on


def test_the_stop_page_speaks_the_readers_language_and_escapes_the_name(ben):
    reads_mail(ben.user, locale="zh-Hant", display_name="<i>班</i>")

    page = Client().get(stop_path(ben.user)).content.decode()

    assert "每日簡報" in page
    assert "<i>班" not in page
