"""Look-ups whose SQL is built once find what Django's own queries find, and see every change at once."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from redis import RedisError

from chat import listing, messages, rooms, seats
from chat.models import Room, Seat
from community import http_rules
from community.clock import now
from community.lookups import Lookup, any_of, text
from community.members.models import User

AT = Lookup(lambda room, member: Seat.objects.filter(room=room, member=member).select_related("room", "member"), 2)
NAMED = Lookup(lambda ids, name: Room.objects.filter(pk__in=any_of(ids), name__gt=text(name)).order_by("pk"), 2)


def test_it_finds_a_row_with_all_that_comes_with_it(ada, ben, square):
    seat = AT.first(square.pk, ben.pk)
    assert seat == Seat.objects.get(room=square, member=ben)
    with CaptureQueriesContext(connection) as asked:
        assert (seat.room, seat.member.name) == (square, "Ben")
    assert len(asked) == 0


def test_it_finds_nothing_where_nothing_is(ada, square):
    assert AT(square.pk, 10**12) == []
    assert AT.first(2**62, 2**62) is None


@pytest.mark.parametrize("name", ["", "Den", "'; DROP TABLE chat_room; --", "%s", "$1", "你好"])
def test_lists_and_texts_are_values_and_never_sql(ada, square, den, name):
    ids = [square.pk, den.pk, 10**12]
    assert NAMED(ids, name) == list(Room.objects.filter(pk__in=ids, name__gt=name).order_by("pk"))
    assert NAMED([], name) == []


def test_every_question_is_counted_as_a_query(ada, ben, square):
    with CaptureQueriesContext(connection) as asked:
        AT(square.pk, ben.pk)
    assert len(asked) == 1


def test_it_is_asked_again_each_time(ada, ben, square):
    assert AT.first(square.pk, ben.pk).read_seq == 0
    Seat.objects.filter(room=square, member=ben).update(read_seq=5)
    assert AT.first(square.pk, ben.pk).read_seq == 5


def test_an_account_is_found_by_its_key_as_before(ada):
    assert User.objects.get(pk=ada.user.pk) == ada.user == User.objects.get(username="ada")
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=10**12)


def test_whoever_signed_out_or_was_shut_out_is_stopped_at_once(ada, ben, square, api):
    here, there = api(ben), api(ada)
    assert here.get("me/")["user"]["id"] == ben.user.pk
    Session.objects.filter(pk=here.client.session.session_key).delete()
    assert here.refused("GET", f"rooms/{square.pk}/") == "auth.required"
    User.objects.filter(pk=ada.user.pk).update(is_active=False)
    assert there.refused("GET", f"rooms/{square.pk}/") == "auth.required"


def test_a_session_ends_when_its_time_is_over(ben, square, api):
    here = api(ben)
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert here.refused("GET", f"rooms/{square.pk}/") == "auth.required"


def test_a_new_password_ends_the_sessions_of_the_old_one(ben, square, api):
    here = api(ben)
    ben.user.set_password("something else entirely")
    ben.user.save()
    assert here.refused("GET", f"rooms/{square.pk}/") == "auth.required"


def test_whoever_lost_their_seat_is_stopped_at_once(ada, ben, den, api):
    here = api(ben)
    here.get(f"rooms/{den.pk}/messages/")
    seats.give_up(den, ben)
    assert here.refused("GET", f"rooms/{den.pk}/messages/") == "not_found"


def test_the_room_list_shows_the_other_of_a_direct_room(ada, ben, mo, square):
    with_ben, with_mo = rooms.direct(ada, ben), rooms.direct(ada, mo)
    told = json.loads(listing.rooms(ada))["results"]
    peers = {room["id"]: room["peer"] and room["peer"]["name"] for room in told}
    assert {with_ben.pk: "Ben", with_mo.pk: "Mo", square.pk: None}.items() <= peers.items()


@pytest.mark.django_db(transaction=True)
def test_statements_are_planned_once_a_connection_however_often_they_are_asked(ada, ben, square):
    connection.close()
    connection.close_pool()  # the next one is new, and nothing was rolled back on it
    for _ in range(10):
        listing.rooms(ben)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements")
        generic, custom = cursor.fetchone()
    assert generic >= 10
    assert custom == 0


# --- So many requests a minute ----------------------------------------------------------------------------------------


@pytest.fixture
def two_a_minute(monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "REQUESTS", 2)
    with time_machine.travel(now(), tick=False):
        yield


def test_a_third_request_waits_for_the_next_minute_and_stops_nobody_else(ada, ben, square, api, two_a_minute):
    here = api(ben)
    for _ in range(2):
        here.get(f"rooms/{square.pk}/")
    refused = here.request("GET", f"rooms/{square.pk}/")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate.limited")
    assert 0 < refused.json()["data"]["retry_after"] <= 60
    assert api(ada).get(f"rooms/{square.pk}/")["id"] == square.pk


def test_nobody_counts_while_redis_is_away(ben, square, api, two_a_minute, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise RedisError

    monkeypatch.setattr(http_rules.memory, "incr", away)
    here = api(ben)
    for _ in range(4):
        here.get(f"rooms/{square.pk}/")


def test_a_rollback_costs_nobody_their_prepared_statements(ada, ben, square):
    for _ in range(10):
        AT(square.pk, ben.pk)
    with transaction.atomic():
        messages.post(ada, square, "Never said", client_id=uuid4())
        transaction.set_rollback(True)
    assert AT.first(square.pk, ben.pk).member == ben
    assert messages.post(ada, square, "Said", client_id=uuid4()).body == "Said"
