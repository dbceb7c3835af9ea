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
from tests.contract.permissions.table import (
    MUTED,
    NO_SANCTION,
    ROWS,
    SANCTIONED,
    SANCTIONS,
    SILENCED,
    WHOLE,
    at_the_edges,
)
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


def leasts(sanction: str) -> list[Role]:
    return [role for role in Role if role != Role.ONLOOKER] if sanction == NO_SANCTION else [Role.HOST, Role.MEMBER]


def holders(entry: Row, least: Role, sanction: str) -> list[str]:
    """Who tries it: everybody while nothing was imposed, else one role in turn and those at the edges of the table."""
    if sanction == NO_SANCTION or WHOLE:
        return sorted(ALL if sanction == NO_SANCTION else SANCTIONED)
    turns = list(product(SANCTIONS[1:], leasts(sanction)))
    turn = SANCTIONED[turns.index((sanction, least)) % len(SANCTIONED)]
    edges = at_the_edges({who: says(entry, who, least, sanction) for who in SANCTIONED}, (200, "").__eq__)
    return sorted({turn, *edges.values()})


def test_under_every_sanction_every_answer_is_tried_and_under_some_by_every_role():
    for entry in (entry for entry in ROWS if any((entry.method, entry.route) in rows for rows in ADJUSTED.values())):
        tried = set()
        for imposed, least in ((one, least) for one in SANCTIONS[1:] for least in leasts(one)):
            trying = holders(entry, least, imposed)
            told = {says(entry, who, least, imposed) for who in trying}
            assert {says(entry, who, least, imposed) for who in SANCTIONED} == told
            tried |= set(trying)
        assert tried == set(SANCTIONED), entry


@pytest.mark.parametrize("capability", ADJUSTED)
def test_an_adjusted_capability_is_held_from_its_role_on(stage: Stage, sanction: str, capability: str):
    entries = [entry for entry in ROWS if (entry.method, entry.route) in ADJUSTED[capability]]
    wrong = []
    for entry, least in product(entries, leasts(sanction)):
        with begin(stage, entry), adjusted(stage, capability, least):
            for who in holders(entry, least, sanction):
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
