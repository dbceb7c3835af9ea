"""Newcomers may do less for a while; they are told what, and from when they may again."""

from uuid import uuid4

import pytest
from redis import Redis

from board import threads
from board.models import Category
from chat import messages
from chat.models import Message, Room
from community.access import Role
from community.members.models import Member
from community.trust import newcomers
from tests import live
from tests.community.trust.conftest import again, refused

LINK = "See https://example.org/{} for what I found yesterday"


def test_the_fourth_link_of_a_day_is_refused_and_says_until_when(dan, say):
    for number in range(3):
        say(dan, LINK.format(number))
    refusal = refused(lambda: say(dan, LINK.format(4)))
    assert (refusal.code, refusal.data["limit"]) == ("newcomer.links", 3)
    assert refusal.data["until"]
    say(dan, "And without a link?")


def test_a_refused_message_counts_for_nothing(dan, say):
    say(dan, LINK.format(1))
    say(dan, LINK.format(2))
    refused(lambda: say(dan, LINK.format(3) + " " + LINK.format(4)))
    say(dan, LINK.format(5))


def test_members_post_as_many_links_as_they_like(ben, say):
    for number in range(5):
        say(ben, LINK.format(number))


def test_whoever_was_given_a_role_is_no_newcomer(dan, say):
    Member.objects.filter(pk=dan.pk).update(role=Role.HOST)
    for number in range(5):
        say(dan, LINK.format(number))


def test_more_than_three_people_at_once_are_too_many(dan, newcomer, say):
    names = [newcomer(f"Friend{number}").name for number in range(4)]
    refusal = refused(lambda: say(dan, " ".join(f"@{name}" for name in names)))
    assert (refusal.code, refusal.data["limit"]) == ("newcomer.mentions", 3)
    say(dan, " ".join(f"@{name}" for name in names[:3]))


def test_ten_messages_a_minute(dan, say):
    for number in range(10):
        say(dan, f"Message {number}")
    refusal = refused(lambda: say(dan, "One more"))
    assert refusal.code == "newcomer.messages"
    assert 0 < refusal.data["retry_after"] <= 60


def test_three_threads_a_day(dan, community):
    category = Category.objects.get(community=community)
    start = lambda: threads.start(again(dan), category, "A thread", f"Words {uuid4()}", client_id=uuid4())  # noqa: E731
    for _ in range(3):
        start()
    assert refused(start).code == "newcomer.threads"


def test_the_same_message_again_gets_its_first_answer_beyond_the_limit(dan, say, square):
    said, room = uuid4(), Room.objects.get(pk=square.pk)
    first = messages.post(again(dan), room, LINK.format(1), client_id=said)
    for number in range(2, 4):
        say(dan, LINK.format(number))
    assert messages.post(again(dan), room, LINK.format(1), client_id=said).id == first.id


@pytest.mark.parametrize("after", [LINK.format(1), "Join my Telegram group for free crypto signals"])
def test_what_would_have_been_stopped_does_not_come_in_by_an_edit(dan, say, after):
    said = Message.objects.select_related("room", "reply_to").get(pk=say(dan, "Good morning everybody").id)
    assert refused(lambda: messages.edit(again(dan), said, after)).code == "newcomer.edit"
    assert messages.edit(again(dan), said, "Good evening everybody").body == "Good evening everybody"


def test_members_edit_links_in(ben, say):
    said = Message.objects.select_related("room", "reply_to").get(pk=say(ben, "Good morning everybody").id)
    assert messages.edit(again(ben), said, LINK.format(1)).body == LINK.format(1)


def test_without_redis_talking_goes_on(dan, say, monkeypatch):
    monkeypatch.setattr(newcomers, "memory", Redis(port=live.free_port()))
    for number in range(5):
        say(dan, LINK.format(number))


def test_a_limit_of_nothing_is_none(dan, say, settings):
    settings.OXBOW = settings.OXBOW | {"NEWCOMER": settings.OXBOW["NEWCOMER"] | {"links": 0}}
    for number in range(5):
        say(dan, LINK.format(number))
