"""The socket: every command and every topic by every role and a stranger, in every phase, under every sanction."""

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from community.governance.models import Charter
from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty
from community.realtime import topics
from community.realtime.commands import COMMANDS
from community.realtime.topics import KINDS
from tests.contract.permissions.rows import AUTHOR, PHASES, SIGNED_IN, holders
from tests.contract.permissions.scenes import TOMORROW
from tests.contract.permissions.stage import ALL, Stage, furnish
from tests.contract.permissions.table import NO_SANCTION, SANCTIONED, SANCTIONS, World
from tests.wire import Refused, Wire

# Who is obeyed, what is sent, and what is answered to those others who are inside.
COMMAND_ROWS: dict[str, tuple[frozenset[str], Callable[[dict[str, Any]], dict[str, object]], str]] = {
    "post": (
        holders("room.post"), lambda ids: {"room": ids["room"], "client_id": str(uuid4()), "body": "Hi"},
        "room.read_only",
    ),
    "read": (ALL, lambda ids: {"room": ids["room"], "seq": 1}, ""),
    "typing": (ALL, lambda ids: {"room": ids["room"]}, ""),
    "follow": (SIGNED_IN, lambda ids: {"topics": []}, ""),
    "unfollow": (SIGNED_IN, lambda ids: {"topics": []}, ""),
    "beat": (SIGNED_IN, lambda ids: {"n": 0}, ""),
}  # fmt: skip
TOPIC_ROWS = {
    "room": (ALL, "room"),
    "here": (ALL, "room"),
    "thread": (ALL, "thread"),
    "board": (ALL, "community"),
    "member": (AUTHOR, "member_id"),
}
SPEAKS = {"post"}  # what a silence and a mute take away; what is typed is told to nobody, see tests/chat


def says(command: str, who: str, world: World) -> str:
    """What is answered: the code of a refusal, nothing to those who are obeyed."""
    allowed, _, refusal = COMMAND_ROWS[command]
    if (world.sanction == "ban" and who in SANCTIONED) or who not in ALL:
        return "" if allowed >= SIGNED_IN else "not_found"
    if who not in allowed:
        return refusal
    if command in SPEAKS and who in SANCTIONED:
        return {"silence": "member.silenced", "mute": "member.muted"}.get(world.sanction, "")
    return ""


@pytest.fixture
def stage(db) -> Stage:
    here = furnish()
    here.ids["community"] = here.people["owner"].community_id
    return here


def impose(stage: Stage, grade: str) -> None:
    """On everybody but the owner, in place of what was imposed before."""
    owner = Moderator(member=Member.objects.get(pk=stage.people["owner"].pk))
    for sanction in Sanction.objects.filter(lifted_at=None).select_related("member"):
        sanctions.lift(owner, sanction)
    for who in SANCTIONED if grade != NO_SANCTION else ():
        member = Member.objects.select_related("community").get(pk=stage.people[who].pk)
        sanctions.impose(owner, member, Penalty(grade, TOMORROW, f"room:{stage.ids['room']}"))


def answered(wire: Wire, command: str, fields: dict[str, object]) -> str:
    try:
        wire.do(command, **fields)
    except Refused as refusal:
        return refusal.code
    return ""


def test_every_command_and_every_topic_has_its_row():
    assert set(COMMAND_ROWS) == set(COMMANDS)
    assert set(TOPIC_ROWS) == set(KINDS)


@pytest.mark.parametrize("grade", SANCTIONS)
def test_a_command_is_answered_what_the_table_says(site, stage: Stage, grade: str):
    impose(stage, grade)
    wrong = []
    for phase, (who, member) in product(PHASES, stage.people.items()):
        Charter.objects.update(phase=phase)
        with Wire(site, member) as wire:
            for name, (_, fields, _) in COMMAND_ROWS.items():
                told, meant = answered(wire, name, fields(stage.ids)), says(name, who, World(phase, grade))
                wrong += [f"{phase}, {grade}, {who}: {name} {told}, not {meant}"] if told != meant else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", TOPIC_ROWS)
def test_a_topic_is_followed_by_those_it_is_for_and_nobody_else(stage: Stage, kind: str):
    allowed, name = TOPIC_ROWS[kind]
    topic = f"{kind}.{stage.ids[name]}"
    for grade, phase in product(SANCTIONS, PHASES):
        if phase == PHASES[0]:
            impose(stage, grade)
        Charter.objects.update(phase=phase)
        for who, member in stage.people.items():
            user = member.user if isinstance(member, Member) else member
            is_inside = grade != "ban" or who not in SANCTIONED
            is_told = topic in topics.readable([(user.pk, [topic])])[0]
            assert is_told == (who in allowed and is_inside), (phase, grade, who)


@pytest.mark.parametrize("kind", ["room", "thread"])
@pytest.mark.parametrize("grade", SANCTIONS)
def test_what_changed_is_told_to_those_who_may_follow_and_nobody_else(site, stage: Stage, kind: str, grade: str):
    impose(stage, grade)
    allowed, name = TOPIC_ROWS[kind]
    topic = f"{kind}.{stage.ids[name]}"
    for who, member in stage.people.items():
        with Wire(site, member) as wire:
            told = wire.do("follow", topics=[topic], since={topic: 0})["changes"]
            assert bool(told) == (who in allowed and (grade != "ban" or who not in SANCTIONED)), who
