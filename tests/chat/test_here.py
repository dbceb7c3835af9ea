"""Who is in a room and who types there, told to those who have it open."""

import time
from contextlib import ExitStack
from datetime import timedelta

import pytest

from chat import doors
from community.clock import now
from community.members import visibility
from community.members.shapes import MemberRef
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from community.realtime import presence, typists
from community.realtime.presence import CROWD, Here
from tests import live
from tests.conftest import joined
from tests.wire import Wire


@pytest.fixture
def site(any_site):
    return any_site


def test_typing_and_presence_reach_those_who_have_the_room_open(site, ada, ben, square):
    for member in (ada, ben):
        visibility.show(member, {"shows_presence": True})
    with Wire(site, ada) as adas, Wire(site, ben) as bens:
        adas.do("follow", topics=[f"here.{square.pk}"])
        bens.do("follow", topics=[f"here.{square.pk}"])
        bens.do("typing", room=square.pk)
        assert adas.event("typing")["members"][0]["id"] == ben.pk
        told = adas.event("presence")
        assert (told["count"], [one["id"] for one in told["here"]]) == (1, [ada.pk])


@pytest.mark.parametrize("grade", ["silence", "mute"])
def test_nobody_hears_of_the_typing_of_who_may_not_write(site, ada, ben, mo, square, grade):
    for member in (ben, mo):
        visibility.show(member, {"shows_presence": True})
    place = f"room:{square.pk}" if grade == "mute" else ""
    sanctions.impose(Moderator(member=ada), ben, Penalty(grade, now() + timedelta(hours=1), place), reason="Calm down.")
    with Wire(site, ada) as adas, Wire(site, ben) as bens, Wire(site, mo) as mos:
        adas.do("follow", topics=[f"here.{square.pk}"])
        bens.do("typing", room=square.pk)
        mos.do("typing", room=square.pk)
        assert adas.event("typing")["members"][0]["id"] == mo.pk


def test_whoever_is_not_to_be_seen_is_neither_there_nor_typing(site, ada, ben, mo, square):
    visibility.show(mo, {"shows_presence": True})
    with Wire(site, ben) as bens, Wire(site, ada) as adas, Wire(site, mo) as mos:
        bens.do("follow", topics=[f"here.{square.pk}"])
        assert bens.event("presence")["here"] == []
        adas.do("follow", topics=[f"here.{square.pk}"])
        mos.do("follow", topics=[f"here.{square.pk}"])
        bens.do("typing", room=square.pk)
        mos.do("typing", room=square.pk)
        assert adas.event("typing")["members"][0]["id"] == mo.pk
        assert (presence.seen(square.pk), set(presence.here(square.pk))) == ([mo.pk], {ada.pk, ben.pk, mo.pk})


def test_whoever_hides_is_gone_with_their_next_heartbeat(ada, ben, square):
    followers = [(ben.user_id, square.pk), (ada.user_id, square.pk)]
    for member in (ada, ben):
        visibility.show(member, {"shows_presence": True})
    doors.come(followers)
    visibility.show(ben, {"shows_presence": False})
    doors.stay(followers)
    assert presence.seen(square.pk) == [ada.pk]
    assert set(presence.here(square.pk)) == {ada.pk, ben.pk}


def test_a_member_who_types_on_is_told_of_once_in_a_while(site, ada, ben, mo, square):
    for member in (ben, mo):
        visibility.show(member, {"shows_presence": True})
    with Wire(site, ada) as adas, Wire(site, ben) as bens, Wire(site, mo) as mos:
        adas.do("follow", topics=[f"here.{square.pk}"])
        bens.do("typing", room=square.pk)
        bens.do("typing", room=square.pk)
        mos.do("typing", room=square.pk)
        told = [[one["id"] for one in adas.event("typing")["members"]] for _ in range(2)]
        assert told == [[ben.pk], [mo.pk]]


def test_the_first_who_types_is_told_of_at_once_and_who_comes_next_together(site, ada, ben, square):
    first, *others = (MemberRef.of(ada).model_copy(update={"id": number}) for number in range(1, 10))
    with Wire(site, ada) as adas:
        adas.do("follow", topics=[f"here.{square.pk}"])
        for one in (first, *others, others[0]):
            typists.tell(square.pk, one)
        assert [one["id"] for one in adas.event("typing")["members"]] == [first.id]
        assert [one["id"] for one in adas.event("typing")["members"]] == [one.id for one in others[: typists.NAMED]]


def test_many_who_come_one_after_the_other_are_told_of_together(site, ada, ben, mo, square):
    people = [joined(ada.community, f"Person{number}") for number in range(20)]
    for member in (ada, mo):
        visibility.show(member, {"shows_presence": True})
    with Wire(site, ada) as adas, Wire(site, mo) as mos:
        adas.do("follow", topics=[f"here.{square.pk}"])
        assert len(adas.event("presence")["here"]) == 1
        began = time.monotonic()
        for member in people:
            presence.enter([Here(square.pk, member.pk, shown=True)])
        mos.do("typing", room=square.pk)
        adas.event("typing")
        told, most = adas.kept("presence"), (time.monotonic() - began) // presence.QUIET + 1
        assert len(told) <= most < len(people)
        while len(adas.event("presence")["here"]) <= len(people):
            pass  # those who came too soon after the last telling are told of when it is time


def test_who_goes_right_after_coming_is_told_of_without_waiting_for_a_heartbeat(transactional_db, ada, ben, square):
    for member in (ada, ben):
        visibility.show(member, {"shows_presence": True})
    with live.site(BEAT_SECONDS="3600") as slow, Wire(slow, ada) as adas, Wire(slow, ben) as bens:
        adas.do("follow", topics=[f"here.{square.pk}"])
        assert adas.event("presence")["count"] == 1
        bens.do("follow", topics=[f"here.{square.pk}"])
        assert bens.event("presence")["count"] == 2
        assert adas.event("presence")["count"] == 2
        bens.do("unfollow", topics=[f"here.{square.pk}"])
        told = adas.event("presence")
        assert [one["id"] for one in told["here"]] == [ada.pk]
    live.wait_until_idle()


def test_who_closes_one_of_their_pages_is_still_there_with_the_others(transactional_db, ada, ben, square):
    for member in (ada, ben):
        visibility.show(member, {"shows_presence": True})
    here = [f"here.{square.pk}"]
    with ExitStack() as stack:
        one, another = (stack.enter_context(live.site(BEAT_SECONDS="3600")) for _ in range(2))
        adas, phone, desk, laptop = (
            stack.enter_context(Wire(site, who)) for site, who in ((one, ada), (one, ben), (one, ben), (another, ben))
        )
        for socket in (adas, phone, desk, laptop):
            socket.do("follow", topics=here)
        for socket in (phone, desk):
            socket.do("unfollow", topics=here)
            assert set(presence.seen(square.pk)) == {ada.pk, ben.pk}
        laptop.do("unfollow", topics=here)
        assert presence.seen(square.pk) == [ada.pk]
    live.wait_until_idle()


def test_a_crowd_hears_neither_who_types_nor_who_is_there(site, ada, ben, mo, square):
    for member in (ben, mo):
        visibility.show(member, {"shows_presence": True})
    crowd = [Here(square.pk, member=10**6 + number, shown=False) for number in range(CROWD)]
    with Wire(site, ada) as adas, Wire(site, ben) as bens, Wire(site, mo) as mos:
        adas.do("follow", topics=[f"here.{square.pk}"])
        presence.enter(crowd)
        bens.do("follow", topics=[f"here.{square.pk}"])
        assert presence.seen(square.pk) == []
        bens.do("typing", room=square.pk)
        presence.leave([*crowd, Here(square.pk, ben.pk, shown=True)])
        mos.do("typing", room=square.pk)
        assert [one["id"] for one in adas.event("typing")["members"]] == [mo.pk]
