"""Every endpoint by every role, in every phase, under every sanction: what the table says, and nothing else.

How much of that is asked each time, `table.tried` says; `make matrix` asks all of it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from community.access import CAPABILITIES
from community.governance.models import Charter
from community.members.models import Community, Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from community.points.models import Account
from tests.contract.permissions.rows import PHASES, SELF, Row
from tests.contract.permissions.scenes import TOMORROW
from tests.contract.permissions.stage import EVERYBODY, Stage, furnish
from tests.contract.permissions.table import NO_SANCTION, ROWS, SANCTIONED, SANCTIONS, World, expected, tried

pytestmark = pytest.mark.django_db
POWERS = [role.value for role in CAPABILITIES["case.settle"]]


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """One stage for all rows: every try is rolled back."""
    logging.getLogger("django.request").setLevel(logging.ERROR)  # most of what is asked here is refused
    with django_db_blocker.unblock(), transaction.atomic():
        here = furnish()
        for who in EVERYBODY:
            here.api(who)
        yield here
        transaction.set_rollback(True)
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture(scope="module", params=SANCTIONS)
def sanction(request, stage: Stage, django_db_blocker) -> Iterator[str]:
    """What the owner has just imposed on everybody else, for all rows that come."""
    with django_db_blocker.unblock(), transaction.atomic():
        if request.param != NO_SANCTION:
            owner = Moderator(member=fresh(stage, "owner"))
            penalty = Penalty(request.param, TOMORROW, f"room:{stage.ids['room']}")
            for who in SANCTIONED:
                sanctions.impose(owner, fresh(stage, who), penalty)
        yield request.param
        transaction.set_rollback(True)


def fresh(stage: Stage, who: str) -> Member:
    """As the database has them: what an earlier try left in the process is none of this one's business."""
    return Member.objects.select_related("community").get(pk=stage.people[who].pk)


@pytest.mark.parametrize("entry", ROWS, ids=str)
def test_everybody_is_answered_what_the_table_says(stage: Stage, sanction: str, entry: Row):
    with begin(stage, entry):
        wrong = [one for phase in PHASES for one in mistakes(stage, entry, World(phase, sanction))]
    assert not wrong, "\n".join(wrong)


@contextmanager
def begin(stage: Stage, entry: Row, phase: str = "") -> Iterator[None]:
    """What a row needs first; nothing stays of it."""
    with transaction.atomic():
        if entry.before:
            entry.before(stage)
        enter(phase)
        yield
        transaction.set_rollback(True)


def enter(phase: str) -> None:
    if phase:
        Charter.objects.update(phase=phase)


def mistakes(stage: Stage, entry: Row, world: World) -> Iterator[str]:
    enter(world.phase)
    before = governed() if world.phase == SELF else None
    for who in tried(entry, world):
        status, code, broken = answered(stage, entry, who, before)
        says = expected(entry, who, world)
        if not says.fits(status, code) or broken:
            yield f"{world.phase}, {world.sanction}, {who}: {status} {code} {broken}, not {says}"


def answered(stage: Stage, entry: Row, who: str, before: object) -> tuple[int, str, str]:
    """What one of them is answered, and what they did that only a vote does; nothing stays of it."""
    with transaction.atomic():
        path = stage.path(entry.route, entry.fill)
        answer = stage.api(who).request(entry.method, path, entry.body(stage) if entry.body else None)
        acted = before and entry.method != "GET" and answer.status_code < 400
        broken = "does what only a vote does" if acted and not keeps(before) else ""
        transaction.set_rollback(True)
    is_refusal = answer.status_code >= 400 and answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()["code"] if is_refusal else "", broken


def governed() -> tuple[object, frozenset[tuple[int, str]]]:
    """What a vote alone changes in a self-governing community: rules, numbers, points, and power over others' words."""
    here = Community.objects.filter(charter__isnull=False).order_by("pk")
    charters = [model_to_dict(charter) for charter in Charter.objects.order_by("pk")]
    points = list(Account.objects.order_by("pk").values_list("pk", "balance").exclude(balance=0))
    powers = Member.objects.present().filter(community__charter__isnull=False, role__in=POWERS)
    return (list(here.values_list("rules", flat=True)), charters, points), frozenset(powers.values_list("pk", "role"))


def keeps(before: tuple[object, frozenset[tuple[int, str]]]) -> bool:
    """Nothing else is so, and nobody came by power; who leaves gives up theirs."""
    rest, powers = governed()
    return rest == before[0] and powers <= before[1]
