"""People change their minds: what somebody does next with what was said."""

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.faults.wishes import Act, Edit, React, Recall

if TYPE_CHECKING:
    from tests.faults.client import Client

LATELY = 20  # messages among which somebody chooses
SIGNS = "👍🎉"


def next_act(client: "Client", number: int, chance: random.Random) -> Act | None:
    """Something of one's own said otherwise or taken back, or a sign for something; none where nothing was said yet."""
    own = [pk for draft in client.drafts[-LATELY:] for pk in draft.answers]
    seen = list(client.mirror.messages)[-LATELY:]
    kind = chance.choice(("edit", "recall", "react", "react", "take back"))
    if kind == "edit" and own:
        return Edit(pk := chance.choice(own), f"again{number} {_words(client, pk)}")
    if kind == "recall" and own:
        return Recall(chance.choice(own))
    if kind == "react" and seen:
        return React(chance.choice(seen), chance.choice(SIGNS))
    if kind == "take back" and (given := [act for act in client.acts[-LATELY:] if isinstance(act, React)]):
        taken = chance.choice(given)
        return React(taken.message, taken.words, stays=False)
    return None


def last_acts(acts: Sequence[Act]) -> list[Act]:
    """Of somebody's acts, in their order, those after which they did nothing else of the kind to the message."""
    return list({(act.message, act.field): act for act in acts}.values())


def _words(client: "Client", pk: int) -> str:
    row = client.mirror.messages.get(pk)
    return row["body"] if row else "what I said"
