"""People who read what you read meet in other places too: said of places that one may enter, and of nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.models import Category
from chat import rooms, seats
from chat.models import Room
from community.belonging import tribes
from community.clock import now
from community.errors import NotFound
from community.joining import arrivals, entrances
from community.kindred import likeness, suggesting
from community.kindred.models import Likeness
from community.members import communities
from community.members.models import Community, Member
from tests.api import Api
from tests.board.acts import category_for, reply, start, together
from tests.community.kindred.acts import crowd, opened, read, shown
from tests.conftest import joined


@pytest.fixture
def sailors(community) -> list[Member]:
    return crowd(community, "Sailor", 7)


@pytest.fixture
def others(community) -> list[Member]:
    """Members who read something else, so that what the sailors have in common is no chance."""
    return crowd(community, "Other", 12)


@pytest.fixture
def boats(ada, ben, sailors, others) -> Room:
    """Read by the sailors and by Ben; the others read their own room."""
    read(opened(ada, "Gardens"), *others)
    room = opened(ada, "Boats")
    read(room, ben, *sailors)
    return room


@pytest.fixture
def repairs(ada, sailors) -> Room:
    room = opened(ada, "Repairs")
    read(room, *sailors)
    return room


def test_what_people_read_who_read_what_one_reads_is_shown_and_said_why(ben, boats, repairs):
    assert shown(ben) == ["Repairs"]
    (found,) = suggesting.for_member(ben)
    assert (found.because.title, found.people) == ("Boats", 5)  # seven, told in fives


def test_what_the_others_read_is_not(others, boats, repairs):
    assert shown(others[0]) == []


def test_of_fewer_than_five_readers_nothing_is_kept(ada, ben, sailors, boats):
    read(opened(ada, "Secret"), *sailors[:3])

    assert shown(ben) == []
    assert not Likeness.objects.exists()


def test_a_closed_room_is_neither_shown_nor_a_reason(ada, ben, sailors, boats):
    cabin, hold = opened(ada, "Cabin", "closed"), opened(ada, "Hold")
    read(cabin, ben, *sailors)
    read(hold, *sailors)

    assert shown(ben) == ["Hold"]
    assert not Likeness.objects.filter(place=f"room:{cabin.pk}").exists()
    assert not Likeness.objects.filter(other=f"room:{cabin.pk}").exists()


def test_a_room_that_was_closed_since_is_not_shown(ben, boats, repairs):
    likeness.reckon(ben.community_id)
    Room.objects.filter(pk=repairs.pk).update(kind=Room.Kind.CLOSED)

    assert suggesting.for_member(ben) == []


def test_a_reason_that_one_no_longer_sees_is_none(ben, boats, repairs):
    likeness.reckon(ben.community_id)
    Room.objects.filter(pk=boats.pk).update(archived_at=now())

    assert suggesting.for_member(ben) == []


def test_a_category_is_shown_for_as_long_as_every_member_reads_it(ada, ben, sailors, boats):
    category = category_for(ada, "members")
    for _ in range(2):
        thread = start(ada, category=category)
        for member in sailors:
            reply(member, thread)
    assert shown(ben) == ["For members"]

    Category.objects.filter(pk=category.pk).update(audience=Category.Audience.STAFF)
    assert suggesting.for_member(ben) == []
    assert shown(ben) == []
    assert not Likeness.objects.filter(other=f"category:{category.pk}").exists()


def test_a_seat_that_nobody_has_read_from_says_nothing(ada, ben, sailors, boats):
    room = opened(ada, "Unread")
    for member in sailors:
        seats.take(room, member)

    assert shown(ben) == []


def test_a_room_in_which_one_sits_unread_is_news(ben, boats, repairs):
    seats.take(repairs, ben)

    assert shown(ben) == ["Repairs"]


@pytest.mark.parametrize("act", ["read", "mute", "leave", "dismiss"])
def test_what_one_knows_muted_left_or_dismissed_is_not_shown(ben, boats, repairs, act):
    if act == "read":
        read(repairs, ben)
    elif act == "mute":
        seats.take(repairs, ben)
        seats.set_level(ben, repairs, "nothing")
    elif act == "leave":
        seats.take(repairs, ben)
        rooms.leave(ben, repairs)
    else:
        suggesting.dismiss(ben, f"room:{repairs.pk}")

    assert shown(ben) == []


def test_a_dismissal_is_kept_until_it_is_taken_back(ben, boats, repairs):
    key = f"room:{repairs.pk}"
    suggesting.dismiss(ben, key)
    assert shown(ben) == []
    suggesting.recall(ben, key)
    assert shown(ben) == ["Repairs"]


@pytest.mark.parametrize("key", ["room:4711", "room:", "interest:tea", "member:1", "", "room:" + "9" * 30])
def test_nobody_dismisses_what_they_do_not_see(ben, key):
    with pytest.raises(NotFound):
        suggesting.dismiss(ben, key)


def test_who_stands_apart_is_shown_nothing_and_counts_for_nobody(ben, sailors, boats, repairs):
    suggesting.stand_apart(ben)
    assert shown(ben) == []

    suggesting.take_part(ben)
    for member in sailors[:4]:
        suggesting.stand_apart(member)
    assert shown(ben) == []  # too few are left


def test_who_has_left_counts_for_nobody(ben, sailors, boats, repairs):
    for member in sailors[:4]:
        communities.leave(member)

    assert shown(ben) == []


def test_a_newcomer_is_shown_what_people_with_their_interests_read(ada, community, sailors, others, boats, repairs):
    entrances.edit(ada, {"interests": ["sailing"]})
    for member in sailors:
        arrivals.choose_interests(member, ["sailing"])
    newcomer = joined(community, "New")
    arrivals.choose_interests(newcomer, ["sailing"])

    assert set(shown(newcomer)) == {"Boats", "Repairs"}
    assert {found.because.title for found in suggesting.for_member(newcomer)} == {"sailing"}


def test_a_tribe_is_shown_to_those_who_would_fit_unless_it_is_by_invitation(ada, ben, sailors, boats):
    tribe = tribes.found(ada, "crew", "Crew").community
    for member in sailors:
        communities.join(member.user, tribe)
    assert shown(ben) == ["Crew"]

    Community.objects.filter(pk=tribe.pk).update(door=Community.Door.INVITATION)
    assert suggesting.for_member(ben) == []


def test_who_has_left_a_tribe_is_not_shown_it_again(ada, ben, sailors, boats):
    tribe = tribes.found(ada, "crew", "Crew").community
    for member in sailors:
        communities.join(member.user, tribe)
    communities.leave(communities.join(ben.user, tribe))

    assert shown(ben) == []


def test_what_is_read_by_everybody_goes_with_nothing(ada, ben, sailors, others, boats):
    read(opened(ada, "Hall"), *sailors, *others)

    assert shown(ben) == []


def test_no_more_than_three_are_shown_the_most_alike_first(ada, ben, sailors, others, boats):
    read(opened(ada, "Also others"), *sailors, *others[:4])
    for name in ("One", "Two", "Three"):
        read(opened(ada, name), *sailors)

    assert set(shown(ben)) == {"One", "Two", "Three"}


def test_a_page_of_suggestions_costs_the_same_however_much_is_read(ada, ben, sailors, boats, repairs):
    def queries() -> int:
        likeness.reckon(ben.community_id)
        with CaptureQueriesContext(connection) as asked:
            suggesting.for_member(ben)
        return len(asked)

    few = queries()
    for number in range(6):
        read(opened(ada, f"Room {number}"), *sailors, *([ben] if number % 2 else []))
    assert queries() == few == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_compare_at_once_one_does(ben, boats, repairs):
    outcomes = together(lambda: likeness.reckon(ben.community_id) for _ in range(4))

    assert set(outcomes) <= {True, False}
    assert True in outcomes
    assert shown(ben) == ["Repairs"]


def test_it_is_told_over_the_wire_without_a_name(ben, boats, repairs):
    likeness.reckon(ben.community_id)
    (row,) = Api(ben).get("communities/lake/kindred/")["results"]

    assert row == {
        "place": f"room:{repairs.pk}", "kind": "room", "id": repairs.pk, "slug": "", "title": "Repairs", "text": "",
        "because": {"kind": "room", "title": "Boats"}, "people": 5,
    }  # fmt: skip
