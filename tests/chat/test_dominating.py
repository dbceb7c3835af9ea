"""In a full room, whoever says most of it is slowed down; nobody else is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import dominating, messages, posting
from chat.drafting import Post
from chat.models import Message, Room
from community.access import Role
from community.clock import now
from community.errors import Refusal
from community.members.models import Member
from tests.conftest import joined


def say(author: Member, room: Room, body: str = "Words"):
    return messages.post(author, Room.objects.get(pk=room.pk), body, client_id=uuid4())


@pytest.fixture
def busy(ben, community, square) -> Room:
    """Ben has said six of ten messages of a busy room, four others one each."""
    for author in [ben] * 6 + [joined(community, f"Other{number}") for number in range(4)]:
        say(author, square)
    Room.objects.filter(pk=square.pk).update(load=Room.Load.BUSY)
    dominating.forget()
    return Room.objects.get(pk=square.pk)


def refused(author: Member, room: Room) -> Refusal:
    say(author, room, "This one begins the minute")
    with pytest.raises(Refusal) as refusal:
        say(author, room)
    return refusal.value


def twice(author: Member, room: Room) -> None:
    for _ in range(2):
        say(author, room)


def test_whoever_says_most_of_it_says_one_thing_a_minute(ben, busy):
    refusal = refused(ben, busy)
    assert refusal.code == "room.dominating"
    assert 0 < refusal.data["retry_after"] <= 60


def test_what_another_process_is_just_committing_does_not_wait_for_itself(ben, busy):
    twin = Post(ben, busy, "This one begins the minute", uuid4())
    dominating.too_much([twin])
    said, refusal = posting.together([twin, Post(ben, busy, "Another", uuid4())])
    assert (said.body, refusal.code) == (twin.body, "room.dominating")


def test_what_a_process_that_knows_less_lets_through_is_not_refused_by_one_that_knows_more(ben, busy):
    say(ben, busy, "This one begins the minute")
    twin, another = (Post(ben, busy, "Again, on a new connection", uuid4()) for _ in range(2))
    dominating._kept[busy.pk] = frozenset()  # as a process that looked before he had said so much
    assert dominating.too_much([twin]) == [None]
    dominating.forget()
    passes, refusal = dominating.too_much([twin, another])
    assert (passes, refusal.code) == (None, "room.dominating")


def test_the_others_talk_on(busy):
    twice(Member.objects.get(name="Other0"), busy)


def test_hosts_talk_on(ben, busy):
    ben.role = Role.HOST
    ben.save(update_fields=["role"])
    twice(ben, busy)


def test_a_calm_room_asks_nobody_anything(ben, busy):
    Room.objects.filter(pk=busy.pk).update(load=Room.Load.CALM)
    with CaptureQueriesContext(connection) as captured:
        twice(ben, busy)
    assert not [query for query in captured if "count(*) FROM chat_message" in query["sql"]]


def test_the_terms_of_a_room_may_let_them(ben, busy):
    Room.objects.filter(pk=busy.pk).update(terms={"dominating": "free"})
    twice(ben, busy)


def test_of_four_people_it_is_their_own_talk(ben, busy):
    Message.objects.filter(author__name="Other0").update(author=Member.objects.get(name="Other1"))
    twice(ben, busy)


def test_what_was_said_earlier_does_not_count(ben, busy):
    Message.objects.filter(author=ben).update(created_at=now() - timedelta(minutes=21))
    twice(ben, busy)
