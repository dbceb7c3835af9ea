"""Who stands for a community by name at its door: as much of them as they show to strangers."""

import pytest

from community.access import Role
from community.joining import vouching
from community.members import communities, invitations, visibility
from community.members.models import Member
from tests.conftest import joined, person


def door(api, reader, code: str = "") -> list[tuple[str, str, bool]]:
    answer = api(reader).get("communities/lake/entrance/" + (f"?invitation={code}" if code else ""))
    return [(one["name"], one["role"], one["invites"]) for one in answer["vouching"]]


@pytest.fixture
def named(ada, gina) -> Member:
    """Gina, who greets, and Ada, who owns the place, stand on the door."""
    for member in (gina, ada):
        visibility.show(member, {"vouches": True})
    return gina


def test_nobody_stands_on_the_door_until_they_say_so(ada, mo, cleo, api):
    assert door(api, cleo) == []
    api(mo).patch("communities/lake/visibility/", {"door": "everybody"})
    assert door(api, cleo) == [("Mo", "moderator", False)]
    api(mo).patch("communities/lake/visibility/", {"door": "nobody"})
    assert door(api, cleo) == []


def test_who_vouches_stands_there_by_rank_with_name_and_role_alone(named, cleo, api):
    assert door(api, cleo) == [("Ada", "owner", False), ("Gina", "greeter", False)]
    (first, _) = api(cleo).get("communities/lake/entrance/")["vouching"]
    assert first.keys() == {"name", "hue", "role", "invites"}


def test_a_member_without_an_office_vouches_by_an_invitation_only(named, ben, cleo, api):
    visibility.show(ben, {"vouches": True})
    code = invitations.create(joined(ben.community, "Hanna", Role.HOST), days=1, uses=1).code
    assert [name for name, _, _ in door(api, cleo)] == ["Ada", "Gina"]
    assert door(api, cleo, code)[0] == ("Hanna", "host", True)


def test_whoever_left_was_never_here_or_lost_the_office_vouches_no_more(ada, named, cleo, api):
    visibility.show(ada, {"vouches": False})
    Member.objects.create(community=ada.community, name="Ghost", source="irc", role=Role.HOST, vouches=True)
    communities.leave(named)
    assert door(api, cleo) == []


def test_the_door_of_another_community_names_its_own(named, cleo, api):
    communities.found(person("Otto"), slug="sea", name="Sea")
    assert api(cleo).get("communities/sea/entrance/")["vouching"] == []


def test_the_door_costs_one_query_for_all_who_vouch(named, community, django_assert_num_queries):
    for number in range(12):
        visibility.show(joined(community, f"Host{number}", Role.HOST), {"vouches": True})
    with django_assert_num_queries(1):
        assert len(vouching.of(community)) == vouching.SHOWN
