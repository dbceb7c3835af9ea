"""Who puts what to the vote: every kind of proposal by every role, in every phase, under every sanction."""

from typing import Any
from uuid import uuid4

import pytest

from community.governance import phases
from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from tests.contract.permissions.rows import LAKE, LED, MIXED, PHASES, Row, holders, row
from tests.contract.permissions.scenes import TOMORROW
from tests.contract.permissions.stage import ALL, Stage
from tests.contract.permissions.table import NO_SANCTION, SANCTIONED, WHOLE, WORLDS, World, at_the_edges
from tests.contract.permissions.test_worlds import answered, begin, sanction, stage

__all__ = ["sanction", "stage"]
pytestmark = pytest.mark.django_db


def what(stage: Stage, kind: str, phase: str) -> dict[str, Any]:
    """Something of each kind that makes sense on the stage."""
    friend = stage.ids["friend_id"]
    return {
        "opinion": {}, "rules": {"text": "Be kind."}, "room_open": {"name": "Quay"},
        "room_close": {"room": stage.ids["room"]}, "lift": {"member": friend},
        "role": {"member": friend, "role": "host"}, "recall": {"member": stage.ids["moderator_id"]},
        "owner": {"member": friend},
        "election": {"role": "host"}, "charter": {"quorum": 30}, "phase": {"phase": LED if phase == MIXED else MIXED},
        "spend": {"members": [friend], "amount": 5},
    }[kind]  # fmt: skip


def silenced_friend(stage: Stage) -> None:
    owner = Moderator(member=Member.objects.get(pk=stage.people["owner"].pk))
    sanctions.impose(owner, Member.objects.get(pk=stage.ids["friend_id"]), Penalty("silence", TOMORROW))


def proposing(stage: Stage, kind: str, phase: str) -> Row:
    form = {"client_id": str(uuid4()), "kind": kind, "title": "A title", "words": "Words."}
    before = silenced_friend if kind == "lift" else None
    return row("POST", f"{LAKE}proposals/", ALL, form | {"data": what(stage, kind, phase)}, before=before)


def says(kind: str, who: str, world: World) -> tuple[int, str]:
    """The table, in one place."""
    if world.sanction == "ban" and who in SANCTIONED:
        return 404, "not_found"
    if who not in holders("proposal.create"):
        return 403, "forbidden"
    if world.sanction == "silence" and who in SANCTIONED:
        return 403, "member.silenced"
    proposers = phases.PROPOSERS[kind][PHASES.index(world.phase)]
    return (200, "") if who in proposers else (403, "governance.not_yet")


def proposers(kind: str, world: World) -> list[str]:
    """Who tries it: everybody while nothing was imposed, else one role in turn and those at the edges of the table."""
    if world.sanction == NO_SANCTION or WHOLE:
        return sorted(ALL if world.sanction == NO_SANCTION else SANCTIONED)
    turn = SANCTIONED[(WORLDS.index(world) + list(phases.PROPOSERS).index(kind)) % len(SANCTIONED)]
    edges = at_the_edges({who: says(kind, who, world) for who in SANCTIONED}, (200, "").__eq__)
    return sorted({turn, *edges.values()})


def test_under_every_sanction_every_answer_is_tried_and_under_some_by_every_role():
    for kind in phases.PROPOSERS:
        tried = set()
        for world in WORLDS:
            told = {says(kind, who, world) for who in proposers(kind, world)}
            assert {says(kind, who, world) for who in SANCTIONED} <= told
            if world.sanction not in {NO_SANCTION, "ban"}:
                tried |= set(proposers(kind, world))
        assert tried == set(SANCTIONED), kind


@pytest.mark.parametrize("kind", phases.PROPOSERS)
def test_each_kind_is_proposed_by_those_whom_the_table_names(stage: Stage, sanction: str, kind: str):
    wrong = []
    for phase in PHASES:
        entry, world = proposing(stage, kind, phase), World(phase, sanction)
        if kind == "recall" and sanction == "ban":
            continue  # who is suspended holds no role that could be recalled
        with begin(stage, entry, phase):
            for who in proposers(kind, world):
                told = answered(stage, entry, who, None)[:2]
                if told != says(kind, who, world):
                    wrong.append(f"{world}, {who}: {told}")
    assert not wrong, "\n".join(wrong)
