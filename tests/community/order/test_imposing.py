"""What follows for a member from their page in the app, and how it ends."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from chat import rooms
from chat.models import Room
from community.clock import now
from community.members import communities
from community.members.models import Member
from community.moderation import audit_details, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Sanction
from community.moderation.sanctions import Penalty
from tests.board.acts import together
from tests.conftest import joined, person

REASON = {"reason": "Three times now."}


def until(days: int) -> dict[str, str]:
    return {"until": (now() + timedelta(days=days)).isoformat()}


@pytest.fixture
def path(ben) -> str:
    return f"members/{ben.pk}/sanctions/"


@pytest.fixture
def ruled(community):
    community.rules = "1. Be kind."
    community.save()


@pytest.mark.parametrize("grade", ["notice", "mute", "silence", "ban"])
def test_each_grade_follows_by_an_article_and_is_told_and_written_down(ruled, mo, ben, square, api, path, grade):
    wanted = {"grade": grade, "place": f"room:{square.pk}", "article": "Be kind.", "reason": "Names."} | until(3)
    (row,) = api(mo).post(path, wanted)["rows"]
    assert (row["grade"], row["rule"], row["reason"]) == (grade, "1. Be kind.", "Names.")
    assert (row["holds"], row["room"]) == (grade != "notice", square.name if grade == "mute" else "")
    entry = AuditEntry.objects.get(act=grade)
    assert (entry.actor, entry.member, entry.data["rule"], audit_details.reason(entry)) == (
        mo,
        ben,
        "1. Be kind.",
        "Names.",
    )
    (told,) = api(ben).get("communities/lake/sanctions/")["results"]
    assert (told["rule"], told["reason"], told["can_appeal"]) == ("1. Be kind.", "Names.", True)


def test_a_suspension_can_be_for_good_and_a_silence_cannot(mo, api, path):
    assert api(mo).refused("POST", path, {"grade": "silence"} | REASON) == "input.invalid"
    (row,) = api(mo).post(path, {"grade": "ban", "until": None} | REASON)["rows"]
    assert (row["until"], row["holds"]) == (None, True)


def test_nothing_follows_without_an_article_or_a_reason(ruled, mo, api, path):
    assert api(mo).refused("POST", path, {"grade": "notice"}) == "citing.missing"
    assert api(mo).refused("POST", path, {"grade": "notice", "article": "Be brief."}) == "citing.unknown"
    assert not Sanction.objects.exists()


def test_nothing_follows_for_those_who_stand_as_high(ada, mo, api):
    for whom in (ada, mo):
        wanted = {"grade": "silence"} | until(1) | REASON
        assert api(mo).refused("POST", f"members/{whom.pk}/sanctions/", wanted) == "member.outranked"


def test_a_mute_is_of_a_room_that_its_moderator_sees(ada, mo, ben, api, path):
    den = rooms.create(ada, Room.Kind.CLOSED, "Den")
    alone = rooms.direct(ada, mo)
    for place in (f"room:{den.id}", f"room:{alone.pk}", "room:0", "thread:1", ""):
        wanted = {"grade": "mute", "place": place} | until(1) | REASON
        assert api(mo).refused("POST", path, wanted) == "not_found", place


def test_the_next_one_is_longer(mo, square, api, path):
    hours = [api(mo).get(path)["hours"]]
    for grade in ("silence", "mute"):
        wanted = {"grade": grade, "place": f"room:{square.pk}"} | until(1) | REASON
        hours.append(api(mo).post(path, wanted)["hours"])
    assert hours == [24, 72, 168]


def test_only_those_who_may_impose_read_what_was_imposed(mo, ben, cleo, api, path):
    assert api(ben).refused("GET", path) == "forbidden"
    assert api(cleo).refused("GET", path) == "not_found"
    assert api(mo).get(path)["rows"] == []


def test_a_suspension_is_lifted_in_the_app_and_the_member_comes_back_as_they_were(community, mo, api):
    host = joined(community, "Hal", "host")
    (row,) = api(mo).post(f"members/{host.pk}/sanctions/", {"grade": "ban"} | REASON)["rows"]
    (lifted,) = api(mo).delete(f"sanctions/{row['id']}/")["rows"]
    assert datetime.fromisoformat(lifted["lifted_at"]) <= now()
    api(host).post("communities/lake/join/")
    assert Member.objects.present().get(user=host.user).role == "host"


def test_nobody_lifts_what_holds_for_themselves(ada, mo, square, api):
    mute = Penalty("mute", now() + timedelta(days=1), f"room:{square.pk}")
    made = sanctions.impose(Moderator(member=ada), mo, mute)
    assert api(mo).refused("DELETE", f"sanctions/{made.pk}/") == "case.involved"
    api(ada).delete(f"sanctions/{made.pk}/")


def test_a_sanction_of_another_community_is_not_there(mo, api, elsewhere_sanction):
    assert api(mo).refused("DELETE", f"sanctions/{elsewhere_sanction.pk}/") == "not_found"


@pytest.fixture
def elsewhere_sanction(db) -> Sanction:
    owner = communities.found(person("Olive"), slug="pond", name="Pond", purpose="To swim.")
    return sanctions.impose(Moderator(member=owner), joined(owner.community, "Pete"), Penalty("notice"))


@pytest.mark.django_db(transaction=True)
def test_of_several_imposed_at_once_one_is_in_force(ada, ben):
    by, penalty = Moderator(member=ada), Penalty("silence", now() + timedelta(days=1))
    together([partial(sanctions.impose, by, ben, penalty)] * 4)
    assert Sanction.objects.count() == 4
    assert len(sanctions.in_force(ben, "silence")) == 1
