"""The admin: every address by those whose role opens it, over all phases and sanctions.

Each address is read in one of the worlds, and what can be sent is sent in each of them by one role in turn.

Which roles open it, and that it opens nothing of another community, is walked in `tests/community/backstage`. Whatever
address Django does not make by itself for each list has its line in `OWN_ADDRESSES`; what can be sent there is sent.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client

from community.access import Role
from community.errors import Refusal
from community.governance import charters
from community.members.models import Member, User
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.moderation.sanctions import Penalty
from community.rules import changing
from tests.community.backstage.places import among, later, place
from tests.community.backstage.test_scope import PUBLIC, Places, addresses, attack, routes, state
from tests.community.moderation.desk import signed_in
from tests.contract.permissions.rows import LED, PHASES, SELF
from tests.contract.permissions.scenes import TOMORROW
from tests.contract.permissions.table import NO_SANCTION, SANCTIONS, World
from tests.contract.permissions.test_worlds import enter, governed, keeps

pytestmark = pytest.mark.django_db
BY_DJANGO = re.compile(r"^/admin/(\w+/\w+/(|add/|<path:object_id>/(history/|delete/|change/|)))?$")
# The last part of every other address, and whether anything follows from what is sent there.
OWN_ADDRESSES = {
    "search": False, "login": False, "logout": True, "password_change": True, "autocomplete": False, "jsi18n": False,
    "<path:object_id>": False, "password": True, "saved": True, "invite": True, "import": True, "table": True,
    "verify": False, "(?P<url>.*)": False,
}  # fmt: skip
LISTS_OF_AN_APP = "(?P<app_label>"
OPERATOR = "operator"
WORLDS = [World(phase, sanction) for sanction in SANCTIONS for phase in PHASES]
BELOW = ["admin", "moderator"]  # nobody is above the owner, nor above operators


def cases() -> Iterator[tuple[str, World]]:
    """One of both in turn; all where only a vote decides. What hinders nobody here is tried in one of the phases."""
    hindered = {NO_SANCTION, "silence", "ban"}
    for turn, world in enumerate(world for world in WORLDS if world.sanction in hindered or world.phase == LED):
        everybody = world == World(SELF, NO_SANCTION)
        yield from product(["owner", *BELOW, OPERATOR] if everybody else [BELOW[turn % 2]], [world])


OUTSIDE = {301, 302}


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker) -> Iterator[Places]:
    with django_db_blocker.unblock(), transaction.atomic():
        owner, here = place("Lagoon")
        yield Places(owner, here, {})
        transaction.set_rollback(True)


def own_addresses() -> list[str]:
    return [route for route in routes(admin.site.get_urls()) if not BY_DJANGO.match(route)]


def name(route: str) -> str:
    return LISTS_OF_AN_APP if LISTS_OF_AN_APP in route else route.rstrip("/").rsplit("/", 1)[-1]


def somebody(places: Places, who: str, world: World) -> Client:
    """Their browser, in a community that is in this phase, under this sanction."""
    enter(world.phase)
    if who == OPERATOR:
        return signed_in(User.objects.create(username="root", is_staff=True, is_superuser=True))
    if who == "owner":
        return signed_in(places.owner.user)
    member = among(places.owner, "Mo", Role(who))
    if world.sanction != NO_SANCTION:
        penalty = Penalty(world.sanction, TOMORROW, f"room:{places.here['chat.room'].pk}")
        sanctions.impose(Moderator(member=places.owner), member, penalty)
    return signed_in(Member.objects.get(pk=member.pk).user)


def send_everything(client: Client, places: Places) -> None:
    attack(client, places.here)
    given = later() | {"community": str(places.owner.community_id)}
    for route in own_addresses():
        if OWN_ADDRESSES.get(name(route)) and name(route) != "logout":
            client.post(re.sub(r"<[^>]+>", str(places.here["members.user"].pk), route), given)


def test_every_address_that_django_does_not_make_by_itself_is_known():
    unknown = {name(route) for route in own_addresses()} - OWN_ADDRESSES.keys() - {LISTS_OF_AN_APP}
    assert not unknown, "See the docstring of this module."


@pytest.mark.parametrize(("who", "world"), cases(), ids=str)
def test_what_is_sent_has_the_consequences_of_the_table(places: Places, who: str, world: World):
    with transaction.atomic():
        client = somebody(places, who, world)
        before, rules, last = state(places.here), governed(), AuditEntry.objects.latest("pk").pk

        send_everything(client, places)

        acts = set(AuditEntry.objects.filter(pk__gt=last).values_list("act", flat=True))
        if world.sanction in {"silence", "ban"}:
            assert state(places.here) == before
        else:
            assert {"settle", "hide", "import words"} <= acts, "What could be sent before is sent to no avail."
        if world.phase == SELF:
            assert keeps(rules), "What only a vote does was done by hand."
        transaction.set_rollback(True)


def test_who_may_come_in_reads_the_same_in_every_world(places: Places):
    """Each address in one of the worlds, by one of both, and by somebody whom nothing was imposed on beside them."""
    walked = [address for address in addresses(places.here) if address not in PUBLIC]
    wrong = []
    for turn, (world, who) in enumerate(product(WORLDS, BELOW)):
        with transaction.atomic():
            client = somebody(places, who, world)
            free = signed_in(among(places.owner, "Amy", Role(who)).user)
            for address in walked[turn :: len(WORLDS) * len(BELOW)]:
                told, meant = client.get(address).status_code, free.get(address).status_code
                if told not in (OUTSIDE if world.sanction == "ban" else {meant}):
                    wrong.append(f"{world}: {address} {told}, not {meant}")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def test_operators_write_no_rules_for_members_who_govern_themselves(places: Places):
    root = Moderator(staff=User.objects.create(username="root", is_staff=True, is_superuser=True))
    charters.of(places.owner.community_id)
    enter(SELF)
    with pytest.raises(Refusal) as refusal:
        changing.change(root, places.owner.community, "Mine.")
    assert refusal.value.code == "governance.by_vote"
