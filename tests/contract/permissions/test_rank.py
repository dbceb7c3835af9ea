"""Acts upon another member: by every role upon every role, over HTTP and in the admin, in every phase.

A new act upon a member gets its line in `ACTS`, one of the admin in `ADMIN_ACTS`.
"""

import re
from dataclasses import dataclass
from itertools import product

import pytest
from django.db import transaction

from chat import rooms, seats
from community.access import CAPABILITIES, Role, outranks
from community.clock import now
from community.governance import charters, phases
from community.governance.models import Charter
from community.members import communities
from community.members.models import Ban, Member, User
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty
from tests.api import Api
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import signed_in
from tests.conftest import joined, person
from tests.contract.permissions.rows import PHASES
from tests.contract.permissions.scenes import TOMORROW
from tests.contract.permissions.table import ROWS

pytestmark = pytest.mark.django_db
POWERS = CAPABILITIES["case.settle"]


@dataclass
class Cast:
    """Somebody in every role, and somebody else in every role; both owners found one community."""

    actors: dict[Role, Member]
    others: dict[Role, Member]
    den: int


@pytest.fixture
def cast() -> Cast:
    owner = communities.found(person("Owner"), slug="lake", name="Lake")
    charters.of(owner.community_id)
    actors = {role: joined(owner.community, f"A {role}", role) for role in Role if role != Role.OWNER}
    others = {role: joined(owner.community, f"B {role}", role) for role in Role}
    den = rooms.create(owner, "closed", "Den")
    for member in (*actors.values(), *others.values()):
        seats.take(den, member)
    return Cast({Role.OWNER: owner} | actors, others, den.pk)


def held(member: Member, grade: str) -> Sanction:
    """What an operator imposed, whoever it is about."""
    root, _ = User.objects.get_or_create(username="root", is_staff=True, is_superuser=True)
    return sanctions.impose(Moderator(staff=root), member, Penalty(grade, TOMORROW, "room:1"))


@dataclass(frozen=True)
class Act:
    """What one member does to another, who has to be of a lower role."""

    method: str
    path: str
    capability: str
    body: dict[str, object] | None = None
    owners_too: bool = False  # owners upon owners
    by_vote: str = ""


ACTS = [
    Act("PATCH", "members/{pk}/", "member.role", {"role": "contributor"}, owners_too=True, by_vote="role"),
    Act("POST", "members/{pk}/sanctions/", "member.silence", {"grade": "notice", "reason": "Rude"}),
    Act("PUT", "members/{pk}/title/", "member.title", {"title": "Ferryman"}),
    Act("DELETE", "rooms/{den}/members/{pk}/", "room.edit"),
]


def test_every_act_upon_a_member_has_its_line():
    upon = {(entry.method, places_of(entry.route)) for entry in ROWS if "members/<" in entry.route}
    listed = {(act.method, places_of(act.path)) for act in ACTS}
    assert {one for one in upon if one[0] != "GET"} == listed


def places_of(path: str) -> str:
    return re.sub(r"<[^>]+>|{\w+}", "*", path)


def says(act: Act, actor: Role, other: Role, phase: str) -> tuple[int, str]:
    if actor not in CAPABILITIES[act.capability]:
        return 403, "forbidden"
    if not outranks(actor, other) and not (act.owners_too and actor == Role.OWNER):
        return 403, "member.outranked"
    if act.by_vote in phases.BY_VOTE[phase] and other in POWERS:
        return 403, "governance.by_vote"
    return 200, ""


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.method} {act.path}")
def test_nobody_acts_upon_who_stands_as_high(cast: Cast, act: Act):
    browsers = {role: Api(member) for role, member in cast.actors.items()}
    wrong = []
    for phase, actor, other in product(PHASES if act.by_vote else PHASES[:1], Role, Role):
        with transaction.atomic():
            Charter.objects.update(phase=phase)
            path = act.path.format(pk=cast.others[other].pk, den=cast.den)
            answer = browsers[actor].request(act.method, path, act.body)
            transaction.set_rollback(True)
        told = answer.status_code, answer.json()["code"] if answer.status_code >= 400 else ""
        if told != says(act, actor, other, phase):
            wrong.append(f"{phase}: {actor} upon {other}: {told}")
    assert not wrong, "\n".join(wrong)


# What is sent in the admin, and of which grade the other one has something afterwards who was under it before, or not.
ADMIN_ACTS = {
    "silence": (Member, "silence", {"answered": "1", "hours": "24", "reason": "Because.", "rule": ""}, "", "silence"),
    "let speak": (Member, "lift", {}, "silence", ""),
    "lift a mute": (Sanction, "lift", {}, "mute", ""),
    "lift a suspension": (Sanction, "lift", {}, "ban", ""),
}


@pytest.mark.parametrize("name", ADMIN_ACTS)
def test_nobody_acts_in_the_admin_upon_who_stands_as_high(cast: Cast, name: str):
    model, action, given, before, after = ADMIN_ACTS[name]
    wrong = []
    for actor in POWERS:
        browser = signed_in(cast.actors[actor].user)
        for other in Role:
            member = cast.others[other]
            if before == "ban" and other == Role.OWNER:
                continue  # two owners: the second one would lay down the role
            with transaction.atomic():
                chosen = held(member, before).pk if model is Sanction else member.pk
                if before and model is Member:
                    held(member, before)
                browser.post(url(model, "changelist"), given | {"action": action, "_selected_action": [str(chosen)]})
                grades = set(Sanction.objects.filter(member=member, lifted_at=None).values_list("grade", flat=True))
                transaction.set_rollback(True)
            meant = {after} - {""} if outranks(actor, other) else {before} - {""}
            wrong += [f"{actor} upon {other}: {grades}"] if grades != meant else []
    assert not wrong, "\n".join(wrong)


def test_a_suspension_leaves_nobody_lower_than_they_stood(cast: Cast):
    admin, mo = cast.others[Role.ADMIN], cast.actors[Role.MODERATOR]
    held(admin, "ban")
    gone = Member.objects.get(pk=admin.pk)
    assert not gone.is_present()

    with pytest.raises(Exception, match="not below yours"):
        sanctions.impose(Moderator(member=mo), gone, Penalty("ban"))
    assert Ban.objects.get(user=admin.user_id).until > now()


def test_a_muted_moderator_does_not_lift_their_own_mute(cast: Cast):
    mo = cast.actors[Role.MODERATOR]
    mute = held(mo, "mute")
    signed_in(mo.user).post(url(Sanction, "changelist"), {"action": "lift", "_selected_action": [str(mute.pk)]})
    assert Sanction.objects.get(pk=mute.pk).holds()
