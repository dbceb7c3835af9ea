"""Who drops links and hardly ever talks is noticed once; who talks is not."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import droppers, messages, rooms
from chat.models import Message
from community.clock import now
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case


def say(member, room, body, times=1):
    for _ in range(times):
        messages.post(member, room, body, client_id=uuid4(), limited=False)


def drop(member, room, times):
    say(member, room, "Look at this one: https://example.org", times)


def test_six_links_and_little_talk_are_noticed_once(ben, square):
    drop(ben, square, 5)
    say(ben, square, "Hello", 3)
    droppers.look(ben)
    assert not Case.objects.exists()
    drop(ben, square, 1)
    for _ in range(2):
        droppers.look(ben)
    case = Case.objects.get()
    assert (case.object, case.member) == (f"member:{ben.pk}", ben)
    assert list(case.reports.values_list("why", "note")) == [("links", "6/9")]


def test_who_talks_as_much_is_not_noticed(ben, square):
    drop(ben, square, 8)
    say(ben, square, "Hello", 8)
    droppers.look(ben)
    assert not Case.objects.exists()


def test_who_was_looked_at_is_left_alone_for_a_month(ben, mo, square):
    drop(ben, square, 7)
    droppers.look(ben)
    cases.settle(Moderator(member=mo), Case.objects.get(), "keep")
    droppers.look(ben)
    assert Case.objects.count() == 1
    Case.objects.update(settled_at=now() - timedelta(days=31))
    droppers.look(ben)
    assert Case.objects.count() == 2


def test_what_two_say_alone_and_what_is_long_ago_does_not_count(ada, ben, square):
    drop(ben, rooms.direct(ada, ben), 7)
    drop(ben, square, 3)
    drop(ben, square, 3)
    Message.objects.filter(room=square, seq__lte=3).update(created_at=now() - timedelta(days=31))
    droppers.look(ben)
    assert not Case.objects.exists()


@pytest.mark.parametrize("verdict", ["keep", "hide"])
def test_a_person_in_the_queue_is_settled_like_anything_else(ben, mo, square, verdict):
    drop(ben, square, 7)
    droppers.look(ben)
    cases.settle(Moderator(member=mo), Case.objects.get(), verdict)
    ben.refresh_from_db()
    assert ben.is_present()


def test_hosts_are_not_looked_at_and_neither_is_talk(ada, ben):
    assert droppers.may_be_one(ben, "See https://example.org")
    assert not droppers.may_be_one(ada, "See https://example.org")
    assert not droppers.may_be_one(ben, "See node.js, please.")
