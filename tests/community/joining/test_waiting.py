"""How many fit in, and the line of those who do not."""

import threading

import pytest

from community.errors import Conflict
from community.joining import entrances, waiting
from community.joining.models import Waiting
from community.members import communities, invitations
from community.members.models import Ban, Community, Invitation, Member
from tests.chat.test_messages import run_all
from tests.conftest import person


@pytest.fixture
def full(ada) -> Community:
    entrances.edit(ada, {"capacity": 1})
    return ada.community


def inside(community: Community) -> list[str]:
    return list(Member.objects.present().filter(community=community).order_by("pk").values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_for_the_last_place_one_is_in_and_the_others_are_told(ada):
    entrances.edit(ada, {"capacity": 2})
    guests, start, told = [person(f"Guest{number}") for number in range(6)], threading.Barrier(6), []

    def come(guest) -> None:
        start.wait()
        try:
            communities.join(guest, ada.community)
        except Conflict as refusal:
            told.append(refusal.code)

    run_all([lambda guest=guest: come(guest) for guest in guests])
    assert len(inside(ada.community)) == 2
    assert told == ["community.full"] * 5


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_at_once_has_a_number_of_their_own(full):
    guests, start = [person(f"Guest{number}") for number in range(5)], threading.Barrier(5)

    def come(guest) -> None:
        start.wait()
        waiting.come_or_wait(guest, full)

    run_all([lambda guest=guest: come(guest) for guest in guests])
    numbers = sorted(waiting.ahead(place) for place in Waiting.objects.all())
    assert numbers == [0, 1, 2, 3, 4]
    assert inside(full) == ["Ada"]


def test_when_somebody_leaves_the_first_in_line_comes_in_and_is_told(ada, ben):
    entrances.edit(ada, {"capacity": 2})
    first, second = person("First"), person("Second")
    for guest in (first, second):
        waiting.come_or_wait(guest, ada.community)
    communities.leave(ben)
    assert inside(ada.community) == ["Ada", "First"]
    assert Member.objects.get(user=first).notices.get().kind == "let_in"
    assert Waiting.objects.get().user == second


def test_more_room_lets_in_as_many_as_fit(ada, full):
    for number in range(4):
        waiting.come_or_wait(person(f"Guest{number}"), full)
    entrances.edit(ada, {"capacity": 3})
    assert inside(full) == ["Ada", "Guest0", "Guest1"]
    entrances.edit(ada, {"capacity": 0})
    assert len(inside(full)) == 5
    assert not Waiting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_places_that_become_free_at_once_are_each_given_once(ada):
    people = [communities.join(person(f"Old{number}"), ada.community) for number in range(3)]
    entrances.edit(ada, {"capacity": 4})
    for number in range(5):
        waiting.come_or_wait(person(f"New{number}"), ada.community)
    run_all([lambda member=member: communities.leave(member) for member in people])
    assert inside(ada.community) == ["Ada", "New0", "New1", "New2"]
    assert Waiting.objects.count() == 2


def test_whoever_was_suspended_meanwhile_is_passed_over(ada, ben):
    entrances.edit(ada, {"capacity": 2})
    rude, kind = person("Rude"), person("Kind")
    for guest in (rude, kind):
        waiting.come_or_wait(guest, ada.community)
    Ban.objects.create(community=ada.community, user=rude)
    communities.leave(ben)
    assert inside(ada.community) == ["Ada", "Kind"]


def test_an_invitation_to_a_full_community_is_used_by_waiting_and_names_its_host(ada, full):
    Community.objects.update(door=Community.Door.INVITATION)
    full.refresh_from_db()
    code = invitations.create(ada, days=1, uses=1).code
    guest = person("Guest")
    waiting.come_or_wait(guest, full, code)
    waiting.come_or_wait(guest, full, code)
    assert Invitation.objects.get().uses == 1
    entrances.edit(ada, {"capacity": 2})
    assert Member.objects.get(user=guest).invited_by == ada


def test_an_account_stands_in_so_many_lines(full, cleo, monkeypatch):
    monkeypatch.setattr(waiting, "LINES", 1)
    other = communities.found(person("Otto"), slug="other", name="Other", capacity=1).community
    waiting.come_or_wait(cleo, full)
    with pytest.raises(Conflict):
        waiting.come_or_wait(cleo, other)


def test_the_door_says_that_it_is_full_and_who_waits_where(full, cleo, api):
    waiting.come_or_wait(person("Guest"), full)
    assert api(cleo).post("communities/lake/waiting/") == {"member": False, "ahead": 1}
    door = api(cleo).get("communities/lake/entrance/")
    assert (door["full"], door["line"], door["ahead"]) == (True, 2, 1)
    api(cleo).delete("communities/lake/waiting/")
    assert api(cleo).get("communities/lake/entrance/")["ahead"] is None
