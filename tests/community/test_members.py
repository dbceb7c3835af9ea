"""Joining, leaving, invitations and roles."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from community import access
from community.access import CAPABILITIES, Role
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound, Refusal
from community.members import communities, invitations, people
from community.members.models import Community, Invitation, Member, User
from tests.api import Api
from tests.board.acts import together
from tests.conftest import joined, person


@pytest.fixture
def closed(community):
    Community.objects.filter(pk=community.pk).update(door=Community.Door.INVITATION)
    community.refresh_from_db()
    return community


def test_a_closed_door_opens_with_an_invitation_only(ada, cleo, closed):
    with pytest.raises(Forbidden) as refusal:
        communities.join(cleo, closed)
    assert refusal.value.code == "community.closed_door"
    code = invitations.create(ada, days=1, uses=1).code
    assert communities.join(cleo, closed, code).invited_by == ada


def test_a_stranger_does_not_learn_that_a_closed_community_exists(cleo, closed, api):
    assert api(cleo).refused("GET", f"communities/{closed.slug}/") == "not_found"
    assert api(cleo).refused("GET", "communities/nowhere/") == "not_found"


def test_an_invitation_ends_by_time_by_use_and_by_hand(ada, closed):
    spent, late, revoked = (invitations.create(ada, days=1, uses=1).code for _ in range(3))
    communities.join(person("One"), closed, spent)
    invitations.revoke(ada, revoked)
    for code, reason in ((spent, "invitation.used_up"), (revoked, "invitation.revoked")):
        with pytest.raises(Forbidden) as refusal:
            communities.join(person(f"Late{reason[-4:]}"), closed, code)
        assert refusal.value.code == reason
    with time_machine.travel(now() + timedelta(days=2)), pytest.raises(Forbidden) as refusal:
        communities.join(person("Two"), closed, late)
    assert refusal.value.code == "invitation.expired"


def test_an_invitation_of_another_community_opens_nothing(ada, cleo, closed):
    other = communities.found(person("Otto"), slug="other", name="Other")
    with pytest.raises(NotFound):
        communities.join(cleo, closed, invitations.create(other, days=1, uses=1).code)


@pytest.mark.django_db(transaction=True)
def test_a_stampede_for_the_last_place_lets_one_in_and_tells_the_others(ada, closed):
    code = invitations.create(ada, days=1, uses=1).code
    guests = [person(f"Guest{number}") for number in range(6)]

    outcomes = together(partial(communities.join, guest, closed, code) for guest in guests)

    (inside,) = [one for one in outcomes if isinstance(one, Member)]
    others = [one.code for one in outcomes if isinstance(one, Refusal)]
    assert others == ["invitation.used_up"] * 5
    assert list(Member.objects.filter(user__in=guests)) == [inside]
    assert Invitation.objects.get(code=code).uses == 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_too_late_for_an_invitation_is_told_so_at_the_door(ada, closed):
    code = invitations.create(ada, days=1, uses=1).code
    browsers = [Api(person(name)) for name in ("Dora", "Eve")]

    answers = together(partial(one.request, "POST", "communities/lake/join/", {"invitation": code}) for one in browsers)

    assert sorted(answer.status_code for answer in answers) == [200, 403]
    (late,) = [answer.json() for answer in answers if answer.status_code == 403]
    assert late["code"] == "invitation.used_up"


def test_joining_twice_is_joining_once(cleo, community):
    assert communities.join(cleo, community) == communities.join(cleo, community)


def test_who_comes_back_is_the_same_member_with_the_lowest_role(ada, mo, community):
    communities.leave(mo)
    back = communities.join(mo.user, community)
    assert (back.pk, back.role) == (mo.pk, Role.MEMBER)


def test_the_last_owner_stays(ada, ben):
    for act in (lambda: communities.leave(ada), lambda: people.give_role(ada, ada, Role.MEMBER)):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "member.last_owner"
    people.give_role(ada, ben, Role.OWNER)
    communities.leave(ada)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_an_admin_neither_makes_nor_unmakes_the_roles_above(ada, community, ben, role):
    admin = joined(community, "Amy", Role.ADMIN)
    with pytest.raises(Forbidden) as refusal:
        people.give_role(admin, ben, role)
    assert refusal.value.code == "member.outranked"
    with pytest.raises(Forbidden):
        people.give_role(admin, ada, Role.MEMBER)


def test_every_capability_is_held_by_the_owner_and_grows_with_the_role():
    for name, roles in CAPABILITIES.items():
        ranks = sorted(access.RANK[role] for role in roles)
        assert ranks == list(range(len(ranks))), f"{name} skips a role."


def test_predicates_and_querysets_agree_for_the_whole_cast(ada, ben, mo, olga, community):
    old = joined(community, "Old")
    communities.leave(old)
    old.refresh_from_db()
    for member in (ada, ben, mo, olga, old):
        assert member.is_present() == Member.objects.present().filter(pk=member.pk).exists()
    for code in (invitations.create(ada, days=None, uses=None), invitations.create(ada, days=1, uses=1)):
        assert code.is_usable() == Invitation.objects.usable().filter(pk=code.pk).exists()


def test_names_that_nobody_can_read_are_refused(ben, api):
    assert api(ben).refused("PATCH", f"members/{ben.pk}/", {"name": "   "}) == "input.invalid"
    assert api(ben).refused("PATCH", "account/", {"timezone": "Mars/Olympus"}) == "input.invalid"
    assert api(ben).refused("PATCH", "account/", {"is_superuser": True}) == "input.invalid"


def test_an_invitations_qr_code_is_an_svg(ada, api):
    code = invitations.create(ada, days=1, uses=1).code
    response = api().request("GET", f"invitations/{code}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg") or response.content.startswith(b"<?xml")


def test_an_unsafe_request_without_the_csrf_token_is_refused(ben):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ben.user)
    assert client.patch("/api/v1/account/", "{}", content_type="application/json").status_code == 403


def test_the_first_run_happens_once(db, api):
    wanted = {"username": "founder", "password": "a heron by the lake", "name": "River", "slug": "river"}
    assert api().get("setup/") == {"needed": True}
    assert api().post("setup/", wanted)["me"]["role"] == "owner"
    assert api().refused("POST", "setup/", wanted | {"username": "second", "slug": "second"}) == "setup.done"
    assert not User.objects.filter(username="second").exists()


def test_a_weak_password_leaves_nothing_behind(db, api):
    weak = {"username": "founder", "password": "12345678", "name": "River", "slug": "river"}
    assert api().refused("POST", "setup/", weak) == "input.invalid"
    assert not User.objects.exists()


def test_members_are_paged_by_key_without_gaps(ada, community, api):
    for number in range(120):
        Member.objects.create(community=community, name=f"Same name {number % 7}", source=f"test:{number}")
    seen, after = [], ""
    while after is not None:
        answer = api(ada).get(f"communities/lake/members/?after={after}")
        seen += [row["id"] for row in answer["results"]]
        after = answer["next"]
    assert len(seen) == len(set(seen)) == community.members.count()


@pytest.mark.parametrize(
    "until", ["9999-12-31T23:59:59-12:00", "2001-01-01T00:00:00Z", "2040-01-01T00:00:00Z", "soon", None]
)
def test_a_silence_ends_within_ten_years(ada, ben, api, until):
    silence = {"grade": "silence", "until": until, "reason": "Rude"}
    assert api(ada).refused("POST", f"members/{ben.pk}/sanctions/", silence) == "input.invalid"
    assert api(ada).get(f"members/{ben.pk}/")["silenced_until"] is None


@pytest.mark.django_db(transaction=True)
def test_one_guest_who_joins_twice_at_once_uses_one_place(ada, cleo, closed):
    code = invitations.create(ada, days=1, uses=5).code
    came = together(lambda: communities.join(cleo, closed, code) for _ in range(5))
    assert {member.pk for member in came} == {Member.objects.get(user=cleo).pk}
    assert Invitation.objects.get(code=code).uses == 1


def test_an_invitation_that_is_over_shows_nothing_of_the_community(ada, ben, cleo, closed, api):
    code = invitations.create(ada, days=1, uses=1).code
    assert api(cleo).get(f"invitations/{code}/")["by"] == "Ada"
    invitations.revoke(ada, code)
    assert api(cleo).refused("GET", f"invitations/{code}/") == "invitation.revoked"
    assert api(ben).get(f"invitations/{code}/")["door"]["member"]


def test_a_new_name_is_found_as_it_is_compared(ben):
    people.edit_own(ben, {"name": "Ｂen Ｗong"})
    assert Member.objects.get(folded_name="ben wong") == ben


def test_the_signed_out_are_none_of_the_imported_people(ada, community):
    Member.objects.create(community=community, name="Imported", source="irc:x")
    assert "me" not in Api().get("communities/lake/")
    community.door = "invitation"
    community.save()

    assert Api().get("communities/")["results"] == []
    assert Api().refused("GET", "communities/lake/") == "not_found"
