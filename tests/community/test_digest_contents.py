"""A digest says only what is unread and may be read."""

import re
from uuid import uuid4

import pytest

from board import posts, threads
from board import seats as thread_seats
from board.models import Category, Post, Thread
from chat import messages, rooms, seats
from community.members import communities
from community.moderation.audit import Moderator
from community.notifications import wishes
from community.notifications.models import Digest
from tests.community.letter_acts import claimed, html, letter_to, reads_mail, say, send, started

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


@pytest.mark.parametrize("scope", ["all", "mine"])
def test_what_somebody_writes_to_a_reader_alone_is_told_once_whatever_they_want(ada, ben, scope):
    reads_mail(ben.user, scope=scope)
    room = rooms.direct(ada, ben)
    for words in ("Just between us", "Are you there, @Ben?"):
        say(ada, room, words)

    letter = letter_to(ben.user)

    assert "- Ada (2)\n" in letter.body
    assert letter.body.count("Are you there") == 1
    assert Digest.objects.get().items == 1


def test_a_direct_room_of_which_nothing_is_wanted_is_not_told(ada, ben):
    reads_mail(ben.user)
    room = rooms.direct(ada, ben)
    seats.set_level(ben, room, "nothing")
    say(ada, room, "Just between us")

    assert letter_to(ben.user) is None


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
