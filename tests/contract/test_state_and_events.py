"""State + events = state: what the events of a verb bring about is what a fresh look finds."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from chat import folds, messages, reactions, rooms
from chat.models import Message, Room
from chat.retention import expiring, keeping
from community.clock import now
from community.members.models import Member
from community.moderation.audit import Moderator
from tests.api import Api
from tests.live import Site
from tests.wire import Wire


@dataclass
class Stage:
    """A room in the middle of a talk."""

    ada: Member
    ben: Member
    mo: Member
    room: Room
    spoken: list[int]

    def message(self, place: int) -> Message:
        return Message.objects.select_related("room", "author", "removal").get(pk=self.spoken[place])

    def say(self, author: Member, body: str, **options: object) -> int:
        return messages.post(author, self.room, body, client_id=uuid4(), **options).id


@pytest.fixture
def stage(ada, ben, mo, square) -> Stage:
    here = Stage(ada, ben, mo, square, [])
    here.spoken = [here.say(author, f"{author.name} says {number}") for number in range(3) for author in (ada, ben)]
    for quoted in here.spoken[:2]:
        here.say(mo, "Quite", reply_to=quoted)
    reactions.add(mo, here.message(0), "👍")
    return here


def fold(stage: Stage):
    from django.db import transaction

    with transaction.atomic():
        chosen = folds.chosen(stage.room, stage.spoken[1:4], 10)
        return folds.fold(stage.ada, stage.room, chosen, "Talk", {"thread": 1, "replies": 0})


def unfold(stage: Stage) -> None:
    folds.unfold(fold(stage))


def expire(stage: Stage) -> None:
    """The first four are too old; what answers two of them is not."""
    old = Message.objects.filter(pk__in=stage.spoken[:4])
    old.update(created_at=now() - timedelta(days=31))
    Room.objects.filter(pk=stage.room.pk).update(keeps_days=30)
    expiring.expire(stage.room.pk)


VERBS = {
    "post": lambda stage: stage.say(stage.ben, "News for @Ada"),
    "reply": lambda stage: stage.say(stage.ben, "Yes", reply_to=stage.spoken[0]),
    "edit": lambda stage: messages.edit(stage.ada, stage.message(0), "Better words"),
    "recall": lambda stage: messages.recall(stage.ada, stage.message(0)),
    "delete": lambda stage: messages.delete(stage.ben, stage.message(1)),
    "hide": lambda stage: messages.hide(Moderator(member=stage.mo), stage.message(1), "Rude"),
    "restore": lambda stage: (VERBS["hide"](stage), messages.restore(Moderator(member=stage.mo), stage.message(1))),
    "react": lambda stage: reactions.add(stage.ada, stage.message(0), "🎉"),
    "take a reaction back": lambda stage: reactions.take_back(stage.mo, stage.message(0), "👍"),
    "pin": lambda stage: messages.pin(stage.ada, stage.message(2)),
    "unpin": lambda stage: (messages.pin(stage.ada, stage.message(2)), messages.unpin(stage.ada, stage.message(2))),
    "rename": lambda stage: rooms.edit(stage.ada, stage.room, {"name": "Plaza", "topic": "New"}),
    "archive": lambda stage: rooms.edit(stage.ada, stage.room, {"archived": True}),
    "fold": fold,
    "unfold": unfold,
    "show on a card": lambda stage: folds.show(fold(stage), replies=3, last_by="Ben"),
    "expire": expire,
    "keep for a time": lambda stage: keeping.keep(stage.ada, stage.room, 30),
}


def snapshot(api: Api, room_id: int) -> dict[str, object]:
    changes = api.get(f"rooms/{room_id}/changes/?since=0&limit=200")
    assert not changes["more"]
    return {
        "rev": changes["rev"],
        "seq": changes["seq"],
        "name": (changes["info"]["name"], changes["info"]["topic"], changes["info"]["archived"]),
        "gone": changes["info"]["gone_rev"],
        "messages": {row["id"]: row for row in changes["messages"]},
        "folds": {row["id"]: row for row in changes["folds"]},
    }


def apply(state: dict[str, object], event: dict[str, object]) -> None:
    """What docs/protocol.md tells clients to do with `room.changed`."""
    assert event["rev"] == state["rev"] + 1, "An event is missing."
    assert event["whole"]
    state["rev"], state["seq"] = event["rev"], event["seq"]
    for table in ("messages", "folds"):
        for row in event[table]:
            held = state[table].get(row["id"])
            if held is None or row["rev"] > held["rev"]:
                state[table][row["id"]] = row
    if info := event["info"]:
        state["name"] = (info["name"], info["topic"], info["archived"])
        if info["gone_rev"] > state["gone"]:  # nothing here is spared
            state["gone"] = info["gone_rev"]
            rows = state["messages"].items()
            state["messages"] = {pk: row for pk, row in rows if row["seq"] > info["gone_seq"]}


@pytest.mark.parametrize("verb", VERBS)
def test_the_events_of_a_verb_bring_about_what_a_fresh_look_finds(site: Site, stage: Stage, verb: str):
    api = Api(stage.ben)
    with Wire(site, stage.ben) as wire:
        wire.do("follow", topics=[f"room.{stage.room.pk}"])
        state = snapshot(api, stage.room.pk)
        VERBS[verb](stage)
        after = snapshot(api, stage.room.pk)
        assert after != state
        while state["rev"] < after["rev"]:
            apply(state, wire.event("room.changed"))
    assert state == after
