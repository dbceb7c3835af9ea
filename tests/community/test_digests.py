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
from django.test.utils import CaptureQueriesContext

from board import posts, threads
from board import seats as thread_seats
from board.models import Category, Post, Thread, ThreadSeat
from chat import messages, rooms, seats, telling
from chat.models import Message, Seat
from community import clock
from community.members import communities
from community.members.models import User
from community.moderation.audit import Moderator
from community.notifications import due as clockwork
from community.notifications import letters, sending, tasks, wishes
from community.notifications.models import Digest, Wishes
from tests.board.acts import promote

DAY = date(2026, 3, 10)  # a Tuesday
WISHES = {field.name for field in Wishes._meta.fields} - {"user"}


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


def reads_mail(user: User, **fields: object) -> User:
    """Let somebody have a brief every day at eight, and no other letters, but for what is said otherwise."""
    for name, value in {"email": f"{user.username}@example.org", "timezone": "UTC", **fields}.items():
        if name not in WISHES:
            setattr(user, name, value)
    user.save()
    wishes.change(user, {"weekly": False, **{name: fields[name] for name in WISHES & fields.keys()}})
    user.refresh_from_db()
    return user


def say(author, room, body: str, reply_to=None) -> Message:
    """Post, and tell whom it concerns as the worker would."""
    shape = messages.post(author, room, body, client_id=uuid4(), reply_to=reply_to)
    message = Message.objects.select_related("room", "author", "reply_to").get(pk=shape.id)
    telling.tell_of(message)
    return message


def due() -> set[tuple[str, date]]:
    """Those whose digests are queued now."""
    clockwork.claim()
    ranges = list(clockwork.pages())
    rows = [row for first, last in ranges for row in Digest.objects.filter(pk__range=(first, last), begun_at=None)]
    return {(row.user.username, row.day) for row in rows}


def claimed(user: User, day: date = DAY, kind: str = "daily") -> Digest:
    return Digest.objects.create(user=user, day=day, kind=kind)


def send(row: Digest) -> None:
    sending.send_page(row.pk, row.pk)


def letter_to(user: User, day: date = DAY, kind: str = "daily"):
    """The digest of a day as it was sent, or None."""
    mail.outbox.clear()
    send(claimed(user, day, kind))
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


# --- Once -------------------------------------------------------------------------------------------------------------


def test_two_workers_with_the_same_brief_send_it_once(transactional_db, ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = claimed(ben.user)
    together = Barrier(4)

    def work(_: int) -> None:
        close_old_connections()
        together.wait()
        send(row)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert len(mail.outbox) == 1
    assert Digest.objects.get().sent_at


def test_two_clocks_at_once_claim_one_row(transactional_db, ben):
    reads_mail(ben.user)
    together = Barrier(4)

    def work(_: int) -> None:
        close_old_connections()
        together.wait()
        clockwork.claim()
        connection.close()

    with time_machine.travel(at(2026, 3, 10, 9), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert Digest.objects.count() == 1


def test_a_mail_server_that_refuses_gives_the_job_another_try(ada, ben, square, monkeypatch):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = claimed(ben.user)

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", _refuse)
        with pytest.raises(sending.MailRefused):
            send(row)
    send(row)

    assert len(mail.outbox) == 1


def _refuse(*_: object) -> None:
    raise ConnectionRefusedError


def test_a_brief_that_somebody_writes_is_theirs_for_half_an_hour(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = Digest.objects.create(user=ben.user, day=DAY, begun_at=clock.now() - timedelta(minutes=29))
    send(row)
    assert mail.outbox == []

    Digest.objects.update(begun_at=clock.now() - timedelta(minutes=31))
    send(row)
    send(row)
    assert len(mail.outbox) == 1
    assert Digest.objects.get().tries == 1


def test_a_letter_of_which_every_writer_dies_is_given_up(ben):
    reads_mail(ben.user)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        Digest.objects.update(begun_at=clock.now() - timedelta(hours=1), tries=clockwork.MOST_TRIES)
        assert list(clockwork.pages()) == []


def test_what_had_nothing_to_say_is_looked_at_once(ben):
    reads_mail(ben.user)
    row = claimed(ben.user)
    send(row)
    row.refresh_from_db()
    assert (row.closed_at is not None, row.sent_at, mail.outbox) == (True, None, [])
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert list(clockwork.pages()) == []


def test_a_letter_that_is_sent_again_can_be_known_as_the_same(ada, ben, square, monkeypatch):
    """The worker dies after the mail server has taken the letter and before that is written down."""
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = claimed(ben.user)
    with monkeypatch.context() as dying:
        dying.setattr(sending, "_finish", _die)
        with pytest.raises(Killed):
            send(row)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        send(row)

    one, other = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert one == other


class Killed(BaseException):
    """The worker is gone."""


def _die(*_: object) -> None:
    raise Killed


def test_the_brief_after_one_that_was_lost_looks_back_further(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    Digest.objects.create(user=ben.user, day=DAY - timedelta(days=1), begun_at=clock.now())

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
    assert Digest.objects.get().items == 0


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
    wishes.stop(ben.user, "daily")

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
    assert Digest.objects.get().items == 3


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
    row = claimed(ben.user)

    with django_assert_max_num_queries(30):
        send(row)


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


def stop_path(user: User, kind: str = "daily") -> str:
    return letters.stop_url(user, kind).removeprefix("http://localhost:8000")


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


# --- Many -------------------------------------------------------------------------------------------------------------


def crowd(ada, square, count: int) -> list[User]:
    """Members who read mail and have something to read."""
    say(ada, square, "Good morning to everybody")
    people = [communities.join(User.objects.create(username=f"guest{n}", hue=1), ada.community) for n in range(count)]
    Seat.objects.filter(member__in=people).update(read_seq=0)
    return [reads_mail(member.user) for member in people]


def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next_and_nobody_gets_two(ada, square, monkeypatch):
    crowd(ada, square, 12)
    sent: list[str] = []

    def deliver(letter, die_at: int = 5) -> None:
        if len(sent) == die_at:
            raise Killed
        sent.append(letter.to[0])

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", deliver)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        ((first, last),) = clockwork.pages()
        with pytest.raises(Killed):
            sending.send_page(first, last)
        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda letter: sent.append(letter.to[0]))
        clockwork.claim()
        sending.send_page(first, last)
        sending.send_page(first, last)

    assert len(sent) == len(set(sent)) == 11
    with time_machine.travel(at(2026, 3, 10, 9, 40), tick=False):
        for page in clockwork.pages():
            sending.send_page(*page)
            sending.send_page(*page)
    assert len(sent) == len(set(sent)) == 12


def test_a_worker_killed_before_it_began_forgets_nobody(ada, square, monkeypatch):
    crowd(ada, square, 5)
    monkeypatch.setattr(clockwork, "PAGE", 2)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        pages = clockwork.pages()
        sending.send_page(*next(pages))
    with time_machine.travel(at(2026, 3, 10, 9, 40), tick=False):  # the clock died; what it had not queued comes first
        for first, last in clockwork.pages():
            sending.send_page(first, last)

    assert sorted(letter.to[0] for letter in mail.outbox) == [f"guest{n}@example.org" for n in range(5)]


def test_one_address_that_is_refused_stops_nobody_else(ada, square, monkeypatch):
    crowd(ada, square, 4)
    sent: list[str] = []

    def send(letter) -> None:
        if letter.to[0].startswith("guest1"):
            raise ConnectionRefusedError
        sent.append(letter.to[0])

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", send)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        ((first, last),) = clockwork.pages()
        for _ in range(3):
            with pytest.raises(sending.MailRefused):
                sending.send_page(first, last)

    assert sorted(sent) == ["guest0@example.org", "guest2@example.org", "guest3@example.org"]
    assert Digest.objects.get(sent_at=None).tries == 3


def test_an_address_that_is_refused_again_and_again_is_given_up(ben):
    reads_mail(ben.user)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        Digest.objects.update(tries=clockwork.MOST_TRIES)
        assert list(clockwork.pages()) == []


def test_a_mail_server_that_is_away_takes_no_row_with_it(ada, square, monkeypatch):
    crowd(ada, square, 8)
    tried: list[int] = []

    def refuse(letter) -> None:
        tried.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        ((first, last),) = clockwork.pages()
        with pytest.raises(sending.MailRefused):
            sending.send_page(first, last)

    assert len(tried) == sending.IN_A_ROW
    assert not Digest.objects.exclude(begun_at=None).exists()


def test_a_page_costs_a_fixed_number_of_queries_and_two_a_letter(ada, square):
    counts = []
    for size, day in ((4, DAY), (16, DAY + timedelta(days=1))):
        people = crowd_again(ada, square, size, day)
        rows = [claimed(user, day) for user in people]
        with CaptureQueriesContext(connection) as captured:
            sending.send_page(rows[0].pk, rows[-1].pk)
        own = [query for query in captured if "SAVEPOINT" not in query["sql"]]
        counts.append(len(own) - 2 * size)
    assert counts[1] <= counts[0] <= 30, counts


def crowd_again(ada, square, count: int, day: date) -> list[User]:
    people = crowd(ada, square, 0)
    made = [User.objects.create(username=f"guest{day}{n}", hue=1) for n in range(count)]
    members = [communities.join(user, ada.community) for user in made]
    Seat.objects.filter(member__in=members).update(read_seq=0)
    return people + [reads_mail(user) for user in made]


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
