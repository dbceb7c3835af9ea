"""What a community adjusts in the table of capabilities, by every role, under every sanction."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest

from community.access import ADJUSTABLE, RANK, Role
from community.roles import adjusting
from community.roles.models import Adjustment
from tests.contract.permissions.rows import Row
from tests.contract.permissions.stage import ALL, Stage
from tests.contract.permissions.table import MUTED, NO_SANCTION, ROWS, SANCTIONED, SILENCED
from tests.contract.permissions.test_worlds import answered, begin, sanction, stage

__all__ = ["sanction", "stage"]
pytestmark = pytest.mark.django_db
# By capability, the rows that go by it alone; who calls all in a room, or opens a circle, is tested there.
ADJUSTED = {
    "invitation.create": {("POST", "communities/<slug:slug>/invitations/")},
    "promotion.create": {("POST", "rooms/<int:pk>/promotions/"), ("GET", "messages/<int:pk>/proposal/")},
    "room.create": {("POST", "communities/<slug:slug>/rooms/")},
    "room.pin": {("PUT", "messages/<int:pk>/pin/"), ("DELETE", "messages/<int:pk>/pin/")},
    "thread.create": {("POST", "communities/<slug:slug>/threads/")},
}
ELSEWHERE = {"mention.all", "mention.role", "room.circle"}


def test_whatever_can_be_adjusted_has_its_rows():
    assert ADJUSTED.keys() | ELSEWHERE == ADJUSTABLE


@contextmanager
def adjusted(stage: Stage, capability: str, least: Role) -> Iterator[None]:
    told = {"capability": capability, "least": least, "by": stage.people["owner"]}
    Adjustment.objects.create(community=stage.people["owner"].community, **told)
    adjusting.forget()
    yield
    adjusting.forget()


@pytest.mark.parametrize("capability", ADJUSTED)
def test_an_adjusted_capability_is_held_from_its_role_on(stage: Stage, sanction: str, capability: str):
    entries = [entry for entry in ROWS if (entry.method, entry.route) in ADJUSTED[capability]]
    wrong = []
    leasts = [role for role in Role if role != Role.ONLOOKER] if sanction == NO_SANCTION else [Role.HOST, Role.MEMBER]
    for entry, least in product(entries, leasts):
        with begin(stage, entry), adjusted(stage, capability, least):
            for who in SANCTIONED if sanction != NO_SANCTION else ALL:
                told = answered(stage, entry, who, None)[:2]
                if told != says(entry, who, least, sanction):
                    wrong.append(f"{entry} from {least} on, {who}: {told}")
    assert not wrong, "\n".join(wrong)


def says(entry: Row, who: str, least: Role, sanction: str) -> tuple[int, str]:
    if sanction == "ban":
        return 404, "not_found"
    if RANK[Role(who)] > RANK[least]:
        return 403, "forbidden"
    if sanction == "silence" and who not in entry.quiet:
        return SILENCED
    return MUTED if sanction == "mute" and entry.in_room else (200, "")
