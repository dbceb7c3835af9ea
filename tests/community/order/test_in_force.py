"""What is in force, for those who may know whom it is about."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import rooms
from chat.models import Room
from community.clock import now
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty
from community.rules import publicity
from tests.conftest import joined

PATH = "communities/lake/sanctions/in-force/"


@pytest.fixture
def impose(mo, ben):
    def imposed(grade: str, member=ben, place: str = "", **more: str) -> Sanction:
        return sanctions.impose(Moderator(member=mo), member, Penalty(grade, now() + timedelta(days=1), place), **more)

    return imposed


@pytest.fixture
def named(ada):
    publicity.choose(Moderator(member=ada), ada.community, {"names": True})


def test_moderators_read_whom_it_is_about_and_by_which_article(impose, ben, mo, square, api):
    impose("notice")
    sanctions.lift(Moderator(member=mo), impose("silence"))
    impose("mute", place=f"room:{square.pk}", rule="2. Be kind.", reason="Names.")
    answer = api(mo).get(PATH)
    (row,) = answer["results"]
    assert (row["member"]["id"], row["grade"], row["room"], row["rule"]) == (ben.pk, "mute", square.name, "2. Be kind.")
    assert (answer["told"], "reason" in row) == (True, False)


def test_members_read_it_where_the_community_names_people(impose, ben, api, named):
    impose("ban", joined(ben.community, "Gus"))
    assert [row["member"]["name"] for row in api(ben).get(PATH)["results"]] == ["Gus"]


def test_elsewhere_members_read_nothing(impose, ben, olga, api):
    impose("silence")
    for reader in (ben, olga):
        assert api(reader).get(PATH) == {"results": [], "next": None, "told": False}


def test_what_is_over_is_not_in_force(impose, mo, api):
    impose("silence")
    Sanction.objects.update(until=now() - timedelta(seconds=1))
    assert api(mo).get(PATH)["results"] == []


def test_a_room_that_the_reader_does_not_see_has_no_name_here(ada, mo, ben, olga, api, named):
    den = rooms.create(ada, Room.Kind.CLOSED, "Den")
    sanctions.impose(Moderator(member=ada), ben, Penalty("mute", now() + timedelta(days=1), f"room:{den.id}"))
    assert [row["room"] for row in api(olga).get(PATH)["results"]] == [""]


def test_it_is_read_page_by_page_with_a_fixed_number_of_queries(impose, community, mo, api):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            api(mo).get(PATH)
        return len(seen)

    impose("silence", joined(community, "Gus"))
    few = asked()
    for number in range(31):
        impose("silence", joined(community, f"Guest{number}"))
    assert asked() == few
    first = api(mo).get(PATH)
    second = api(mo).get(f"{PATH}?after={first['next']}")
    ids = [row["id"] for row in first["results"] + second["results"]]
    assert (len(ids), len(set(ids)), second["next"]) == (32, 32, None)
