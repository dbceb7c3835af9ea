"""Circles and splits: who is proposed, who may see it, and who is brought along."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages, rooms, seats
from chat.models import Message, Room, Seat
from chat.overload import circles, splits, talk
from community.clock import now
from community.members import communities
from community.members.models import Member
from community.moderation.audit import Moderator
from tests.chat.overload.crowds import conversation, exchange, measured, people, say


@pytest.fixture
def friends(ada, ben, mo, olga, square) -> list[Member]:
    """Three who talk with each other, in a room in which Olga looks on."""
    for one, other in ((ada, ben), (ben, mo), (ada, mo)):
        exchange(square, one, other, 4)
    measured(square, now())
    return [ada, ben, mo]


def path(room) -> str:
    return f"rooms/{room.pk}/load/circle/"


def names(answer) -> set[str]:
    return {member["name"] for member in answer["members"]}


def test_those_in_a_circle_see_it_and_nobody_else_does(friends, olga, cleo, square, api):
    assert [names(api(who).get(path(square))) for who in friends] == [{"Ada", "Ben", "Mo"}] * 3
    for who in (olga, cleo):
        assert api(who).refused("GET", path(square)) == "not_found"


def test_whoever_left_the_room_is_not_shown_its_circle(friends, ben, square, api):
    rooms.leave(ben, square)
    assert api(ben).refused("GET", path(square)) == "not_found"


def test_a_circle_becomes_a_closed_room_in_which_nothing_was_said(friends, olga, square, api):
    ada, ben, mo = friends
    room = api(ben).post(path(square), {"name": "The three", "members": [ada.pk, mo.pk, ben.pk]})
    made = Room.objects.get(pk=room["id"])
    assert (made.kind, made.name, made.seq) == ("closed", "The three", 0)
    assert set(made.seats.values_list("member", flat=True)) == {ada.pk, ben.pk, mo.pk}
    assert ada.notices.filter(kind="invited", place=f"room:{made.pk}").exists()
    assert not made.is_visible_to(olga)


def test_nobody_outside_gathers_a_circle(friends, olga, cleo, square, api):
    for who in (olga, cleo):
        wanted = {"name": "Mine", "members": [friends[0].pk, friends[1].pk]}
        assert api(who).refused("POST", path(square), wanted) == "not_found"
    assert not Room.objects.filter(name="Mine").exists()


def test_nobody_who_cannot_read_the_room_is_brought_out_of_it(ada, ben, mo, olga, community, den, api):
    seats.take(den, mo)
    for one, other in ((ada, ben), (ben, mo), (ada, mo)):
        exchange(den, one, other, 4)
    measured(den, now())
    ghost = Member.objects.create(community=community, name="Ghost", source="irc:ghost")
    for outsider in (olga.pk, ghost.pk, 10**12):
        wanted = {"name": "More", "members": [ben.pk, mo.pk, outsider]}
        assert api(ada).refused("POST", path(den), wanted) == "not_found"
    assert not Room.objects.filter(name="More").exists()


@pytest.mark.parametrize("wrong", [{"members": [1]}, {"members": list(range(21))}, {"name": " "}, {"name": "x" * 61}])
def test_a_circle_has_a_name_and_a_size(friends, square, api, wrong):
    wanted = {"name": "The three", "members": [member.pk for member in friends]} | wrong
    assert api(friends[0]).refused("POST", path(square), wanted) == "input.invalid"


def test_an_onlooker_who_is_named_often_opens_no_room(friends, ben, olga, square, api):
    for other in friends:
        exchange(square, olga, other, 4)
    measured(square, now())
    assert "Olga" in names(api(olga).get(path(square)))
    wanted = {"name": "Mine", "members": [member.pk for member in friends]}
    assert api(olga).refused("POST", path(square), wanted) == "forbidden"


def test_people_of_imported_talk_and_those_who_left_are_in_no_circle(friends, ada, ben, mo, community, square):
    ghost = Member.objects.create(community=community, name="Ghost", source="irc:ghost")
    for other in friends:
        exchange(square, ghost, other, 20)
    measured(square, now())
    assert ghost.pk not in circles.of(square, now())
    communities.leave(mo)
    assert circles.of(square, now()) == []


def test_a_reply_that_names_whom_it_answers_is_one_exchange(ada, ben, square):
    asked = say(square, [ada], now())
    answer = say(square, [ben], now(), reply_to=asked[0], body="@Ada yes")
    conversation(square, asked + answer)
    answer[0].mentions.create(member=ada, room=square, seq=answer[0].seq)
    measured(square, now())
    low, high = sorted((ada.pk, ben.pk))
    assert talk.of(square, now()).exchanges == {(low, high): 1}


def test_neither_removed_nor_old_nor_doubtful_answers_count(ada, ben, mo, square):
    asked = say(square, [ada], now())[0]
    removed = say(square, [ben], now(), reply_to=asked)[0]
    messages.hide(Moderator(member=mo), Message.objects.select_related("room").get(pk=removed.pk))
    say(square, [ben], now() - timedelta(days=8), reply_to=asked)
    doubtful = say(square, [ben], now())
    conversation(square, [asked, *doubtful]).links.update(probability=0.4)
    measured(square, now())
    assert talk.of(square, now()).exchanges == {}


def tribes(square, community, size: int) -> list[list[Member]]:
    """Two groups that talk among themselves, and somebody who talks with nobody."""
    found = [people(community, size), people(community, size)]
    for tribe in found:
        for place, member in enumerate(tribe):
            for step in (1, 2, 3):
                exchange(square, member, tribe[(place + step) % size])
    exchange(square, found[0][0], found[1][0])
    return found


def test_a_room_that_is_too_large_falls_into_its_tribes(ada, ben, community, square, api, monkeypatch):
    monkeypatch.setattr(splits, "PAST", 23)
    here = tribes(square, community, 12)
    loner = people(community, 1)
    say(square, loner, now())
    measured(square, now())
    split = api(ada).get(f"rooms/{square.pk}/load/split/")
    found = [{member["id"] for member in group} for group in split["groups"]]
    assert sorted(found, key=min) == sorted(({member.pk for member in tribe} for tribe in here), key=min)
    assert [member["id"] for member in split["others"]] == [loner[0].pk]
    assert split["inside"] > 0.95
    assert api(ada).get(f"rooms/{square.pk}/load/split/") == split


def test_a_split_is_for_hosts_and_for_large_rooms_only(ada, ben, friends, square, api):
    assert api(ben).refused("GET", f"rooms/{square.pk}/load/split/") == "forbidden"
    assert api(ada).refused("GET", f"rooms/{square.pk}/load/split/") == "not_found"


def test_a_circle_leaves_the_seats_of_the_source_room_alone(friends, square, api):
    before = Seat.objects.filter(room=square).count()
    ada, ben, mo = friends
    api(ada).post(path(square), {"name": "The three", "members": [ben.pk, mo.pk]})
    assert Seat.objects.filter(room=square).count() == before


def test_the_same_circle_asked_for_twice_is_one_room(friends, ben, square, api):
    wanted = {"name": "The three", "members": [friend.pk for friend in friends], "client_id": str(uuid4())}
    first = api(ben).post(path(square), wanted)
    rooms.leave(friends[0], Room.objects.get(pk=first["id"]))
    assert api(ben).post(path(square), wanted)["id"] == first["id"]
    assert Room.objects.filter(name="The three").count() == 1
    assert not Seat.objects.filter(room=first["id"], member=friends[0]).exists()


def test_whoever_left_the_circle_learns_nothing_more_of_it_by_asking_again(friends, ben, square, api):
    wanted = {"name": "The three", "members": [friend.pk for friend in friends], "client_id": str(uuid4())}
    first = Room.objects.get(pk=api(ben).post(path(square), wanted)["id"])
    rooms.leave(ben, first)
    assert api(ben).refused("POST", path(square), wanted) == "not_found"


def test_a_host_opens_a_room_for_one_of_the_lists_in_one_go(ada, ben, mo, olga, square, api):
    wanted = {"client_id": str(uuid4()), "name": "Square 1", "members": [ben.pk, mo.pk, olga.pk]}
    made = [api(ada).post(f"rooms/{square.pk}/load/split/", wanted) for _ in range(2)]
    assert [(room["kind"], room["people"]) for room in made] == [("closed", 4)] * 2
    assert made[0]["id"] == made[1]["id"]
    assert olga.notices.filter(kind="invited", place=f"room:{made[0]['id']}").count() == 1


def test_nobody_but_a_host_splits_a_room(ben, mo, square, api):
    wanted = {"client_id": str(uuid4()), "name": "Square 1", "members": [mo.pk]}
    assert api(ben).refused("POST", f"rooms/{square.pk}/load/split/", wanted) == "forbidden"


def test_nobody_is_split_off_a_room_that_they_cannot_read(ada, mo, den, api):
    wanted = {"client_id": str(uuid4()), "name": "Den 1", "members": [mo.pk]}
    assert api(ada).refused("POST", f"rooms/{den.pk}/load/split/", wanted) == "not_found"
    assert not Room.objects.filter(name="Den 1").exists()
