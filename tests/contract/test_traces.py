"""A talk as the server told it, which the web app's log is tried with (`frontend/src/sync/RoomLog.replay.test.ts`).

`RECORD=1 python -m pytest tests/contract/test_traces.py` writes it anew.
"""

import json
import os
import random
from pathlib import Path

from django.db import transaction

from chat.shapes import MessageShape, RoomChanged
from tests.board.mirror import heard
from tests.contract.devices import truth
from tests.contract.test_convergence import VERBS, Talk, _published, talk
from tests.live import REPOSITORY

TRACE = Path(REPOSITORY) / "frontend" / "src" / "sync" / "traces" / "room.json"
STEPS = 90
CHOSEN = ("post", "edit", "recall", "react", "unreact")
__all__ = ["talk"]


def test_what_the_web_app_is_tried_with_is_what_the_server_says_now(talk: Talk):
    if os.environ.get("RECORD"):
        TRACE.write_text(_recorded(talk))
    trace = json.loads(TRACE.read_text())
    events = [RoomChanged.parse(frame) for frame in trace["frames"]]
    assert {event.why for event in events} == {"posted", "edited", "recalled", "reacted"}
    assert [event.rev for event in events] == list(range(1, len(events) + 1))
    assert max(MessageShape.parse(row).rev for row in trace["messages"]) == len(events)


def _recorded(talk: Talk) -> str:
    """What was published, a frame a line, and how the room stood afterwards."""
    chance, frames = random.Random(4), []
    with transaction.atomic():
        for number in range(STEPS):
            verb = "post" if number < 10 else chance.choice(("post", "post", *CHOSEN))
            frames += _told(talk, verb, chance)
        messages, folds = truth(talk.room_id)
        transaction.set_rollback(True)
    lines = ",\n".join(json.dumps(frame, ensure_ascii=False) for frame in frames)
    rest = json.dumps({"messages": [*messages.values()], "folds": [*folds.values()]}, ensure_ascii=False)
    return f'{{"frames": [\n{lines}\n],\n{rest[1:]}\n'


def _told(talk: Talk, verb: str, chance: random.Random) -> list[dict]:
    """What everybody who follows the room hears of an act."""
    sent = _published(lambda: VERBS[verb](talk, chance.choice(talk.people), chance.randrange(60)))
    return [frame for frame in heard(sent) if frame["on"] == "room.changed"]
