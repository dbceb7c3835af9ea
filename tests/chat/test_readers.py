"""Who has read: told in rooms of a few, among those who show it, and to nobody else."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import messages, readers, rooms, seats
from chat.models import Room
from chat.shapes import Reading
from community.members import visibility
from community.members.models import Member
from community.members.shapes import MemberRef
from tests.conftest import joined
from tests.wire import Wire

SHOWN = {"shows_reading": True}


@pytest.fixture
def showing(ada, ben):
    for member in (ada, ben):
        visibility.show(member, SHOWN)


def say(author: Member, room: Room) -> int:
    return messages.post(author, room, "Good morning", client_id=uuid4()).seq


def told(api, reader: Member, room: Room) -> dict[str, int]:
    return {one["member"]["name"]: one["read_seq"] for one in api(reader).get(f"rooms/{room.pk}/readers/")["results"]}


def test_those_who_show_it_see_of_each_other_how_far_they_have_read(showing, ada, ben, den, api):
    seq = say(ada, den)
    seats.read(ben, den, seq)
    assert told(api, ada, den) == {"Ben": seq}
    assert told(api, ben, den) == {"Ada": seats.of(ada, den).read_seq}


@pytest.mark.parametrize("hides", ["reader", "other"])
def test_whoever_hides_it_neither_sees_nor_is_seen(showing, ada, ben, den, api, hides):
    seq = say(ada, den)
    seats.read(ben, den, seq)
    visibility.show(ada if hides == "reader" else ben, {"shows_reading": False})
    assert told(api, ada, den) == {}
    assert told(api, ben, den) == {}


def test_without_a_word_nobody_shows_it(ada, ben, den, api):
    seats.read(ben, den, say(ada, den))
    assert told(api, ada, den) == {}
    assert api(ada).get("communities/lake/visibility/")["reading"] == "nobody"
    assert api(ada).patch("communities/lake/visibility/", {"reading": "rooms"})["reading"] == "rooms"


def test_in_a_direct_room_it_is_told_and_in_an_open_one_it_is_not(showing, ada, ben, square, api):
    between = rooms.direct(ada, ben)
    for room in (between, square):
        seats.take(room, ada)
        seats.take(room, ben)
        seats.read(ben, room, say(ada, room))
    assert list(told(api, ada, between)) == ["Ben"]
    assert told(api, ada, square) == {}


def test_in_a_room_of_more_than_a_few_nobody_is_told(showing, ada, ben, den, api):
    for number in range(readers.MOST - 2):
        seats.take(den, joined(ada.community, f"P{number}"))
    assert list(told(api, ada, den)) == ["Ben"]
    seats.take(den, joined(ada.community, "One more"))
    assert told(api, ada, den) == {}


def test_whoever_does_not_see_a_room_is_not_told_who_reads_there(showing, den, mo, api):
    visibility.show(mo, SHOWN)
    assert api(mo).refused("GET", f"rooms/{den.pk}/readers/") == "not_found"


def test_who_shows_nothing_reads_on_without_another_query(db, ada, ben, den):
    def statements() -> int:
        seq = say(ada, den)
        with CaptureQueriesContext(connection) as queries:
            seats.read(ben, den, seq)
        return len(queries)

    alone = statements()
    visibility.show(ada, SHOWN)
    assert statements() == alone
    visibility.show(ben, SHOWN)
    assert statements() == alone + 1


def test_that_somebody_read_on_is_told_to_those_who_show_it_and_have_the_room_open(
    any_site, showing, ada, ben, mo, den
):
    seats.take(den, mo)
    with Wire(any_site, ada) as adas, Wire(any_site, mo) as mos, Wire(any_site, ben) as bens:
        for wire, member in ((adas, ada), (mos, mo)):
            wire.do("follow", topics=[f"member.{member.pk}", f"here.{den.pk}"])
        for _ in range(2):  # of the second time it is told after all that was to be told of the first
            seq = say(ada, den)
            bens.do("read", room=den.pk, seq=seq)
            (reading,) = adas.event("readers.moved")["readings"]
            assert (reading["member"]["id"], reading["read_seq"]) == (ben.pk, seq)
        mos.do("read", room=den.pk, seq=seq)
        mos.event("read.moved")
        assert not mos.kept("readers.moved")


def test_of_who_reads_on_twice_in_a_moment_the_latest_is_told(any_site, showing, ada, ben, den):
    reading = Reading(member=MemberRef.of(ben), read_seq=3)
    later = reading.model_copy(update={"read_seq": 4})
    with Wire(any_site, ada) as adas:
        adas.do("follow", topics=[f"member.{ada.pk}", f"here.{den.pk}"])
        readers.tell_together([(den.pk, ben.pk, (one, (ada.pk,))) for one in (reading, later)])
        assert [one["read_seq"] for one in adas.event("readers.moved")["readings"]] == [4]
