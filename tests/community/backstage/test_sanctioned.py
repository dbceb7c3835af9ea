"""The admin under sanctions: who is silenced looks and does nothing that others see, who is suspended is outside.

What is sent there in every phase, under every sanction, is in `tests/contract/permissions/test_backstage.py`.
"""

from datetime import timedelta

import pytest

from community.access import Role
from community.clock import now
from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from tests.community.backstage.places import among, place
from tests.community.backstage.test_scope import (
    ENTERS,
    MARK,
    Places,
    _stays_outside,
    addresses,
    attack,
    leaks,
    state,
    url,
)
from tests.community.moderation.desk import signed_in, told

BELOW = [role for role in ENTERS if role != Role.OWNER]  # nobody is above the owner


@pytest.fixture
def places(db) -> Places:
    owner, here = place("Lagoon")
    return Places(owner, here, place(MARK)[1])


def sanctioned(places: Places, role: Role, grade: str) -> Member:
    member = among(places.owner, "Mo", role)
    penalty = Penalty(grade, now() + timedelta(days=1), f"room:{places.here['chat.room'].pk}")
    sanctions.impose(Moderator(member=places.owner), member, penalty)
    return Member.objects.get(pk=member.pk)


def test_who_is_silenced_looks_as_before_and_changes_nothing(places):
    mo, amy = sanctioned(places, Role.ADMIN, "silence"), among(places.owner, "Amy", Role.ADMIN)
    client, free = signed_in(mo.user), signed_in(amy.user)

    for address in addresses(places.here):
        assert client.get(address).status_code == free.get(address).status_code, address
    before = state(places.here)
    attack(client, places.here)
    assert state(places.here) == before


@pytest.mark.parametrize("role", BELOW)
def test_who_is_suspended_is_outside(places, role):
    client = signed_in(sanctioned(places, role, "ban").user)
    _stays_outside(client, places)


def test_who_is_suspended_sees_nothing_of_another_community(places):
    assert leaks(signed_in(sanctioned(places, Role.ADMIN, "ban").user), places.there) == []


def test_sanctions_open_no_other_community(places):
    mo = sanctioned(places, Role.ADMIN, "mute")
    sanctions.impose(Moderator(member=places.owner), mo, Penalty("silence", now() + timedelta(days=1)))
    assert leaks(signed_in(mo.user), places.there) == []


def test_who_is_silenced_is_told_so_where_they_act(places):
    mo = sanctioned(places, Role.MODERATOR, "silence")
    where = url(Member, "change", places.here["members.member"].pk)
    assert told(signed_in(mo.user).post(where, {"do": "note", "text": "Hm."}, follow=True)) == [
        "You are silenced: until that ends, you look and change nothing here."
    ]
