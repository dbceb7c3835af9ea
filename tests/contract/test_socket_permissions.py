"""The permission matrix of the socket: every command and every topic, by every role and a stranger."""

from uuid import uuid4

import pytest

from community.members.models import Member
from community.realtime import topics
from community.realtime.commands import COMMANDS
from community.realtime.topics import KINDS
from tests.contract.test_permissions import ALL, AUTHOR, SIGNED_IN, furnish, holders
from tests.wire import Refused, Wire

COMMAND_ROWS = {
    "post": (holders("room.post"), lambda ids: {"room": ids["room"], "client_id": str(uuid4()), "body": "Hi"}),
    "read": (ALL, lambda ids: {"room": ids["room"], "seq": 1}),
    "typing": (ALL, lambda ids: {"room": ids["room"]}),
    "follow": (SIGNED_IN, lambda ids: {"topics": []}),
    "unfollow": (SIGNED_IN, lambda ids: {"topics": []}),
    "beat": (SIGNED_IN, lambda ids: {"n": 0}),
}
TOPIC_ROWS = {
    "room": (ALL, "room"),
    "here": (ALL, "room"),
    "thread": (ALL, "thread"),
    "board": (ALL, "community"),
    "member": (AUTHOR, "member_id"),
}


def test_every_command_and_every_topic_has_its_row():
    assert set(COMMAND_ROWS) == set(COMMANDS)
    assert set(TOPIC_ROWS) == set(KINDS)


def test_a_socket_command_serves_those_it_is_for_and_nobody_else(site):
    stage = furnish()
    for who, member in stage.people.items():
        with Wire(site, member) as wire:
            for name, (allowed, fields) in COMMAND_ROWS.items():
                assert _obeys(wire, name, fields(stage.ids)) == (who in allowed), f"{who}: {name}"


def _obeys(wire: Wire, command: str, fields: dict[str, object]) -> bool:
    try:
        wire.do(command, **fields)
    except Refused as refusal:
        return refusal.code not in {"not_found", "room.read_only"}
    return True


@pytest.mark.parametrize("kind", TOPIC_ROWS)
def test_a_topic_is_followed_by_those_it_is_for_and_nobody_else(db, kind):
    stage = furnish()
    allowed, name = TOPIC_ROWS[kind]
    stage.ids["community"] = stage.people["owner"].community_id
    topic = f"{kind}.{stage.ids[name]}"
    for who, member in stage.people.items():
        user = member.user if isinstance(member, Member) else member
        assert (topic in topics.readable([(user.pk, [topic])])[0]) == (who in allowed), who


@pytest.mark.parametrize("kind", ["room", "thread"])
def test_what_changed_is_told_to_those_who_may_follow_and_nobody_else(site, kind):
    stage = furnish()
    allowed, name = TOPIC_ROWS[kind]
    topic = f"{kind}.{stage.ids[name]}"
    for who, member in stage.people.items():
        with Wire(site, member) as wire:
            told = wire.do("follow", topics=[topic], since={topic: 0})["changes"]
            assert bool(told) == (who in allowed), who
