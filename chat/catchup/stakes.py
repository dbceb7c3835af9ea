"""How much each conversation is at stake for somebody who comes back. Plain functions; nothing here knows a database.

The score says both why a card is shown and how far up, and this is the one place where it is made:

    score = (rank + worth) / 6
    rank: 5 mentioned, 4 took_part, 3 followed, 2 tags, 1 people, 0 size: the first of these that holds
    worth = 1 - exp(-(mentions + mine / 4 + followed / 2 + tags / 2 + 3 * near + ties / 3 + unread / 30)), below 1

So a stronger stake always comes first, and among equal ones those of which there is more. The weights order cards
within a rank only; they were set by looking at cards, not fitted.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import exp
from typing import Literal

from chat.conversations.engine import Draws

Stake = Literal["mentioned", "took_part", "followed", "tags", "people", "size"]

ORDER: tuple[Stake, ...] = ("mentioned", "took_part", "followed", "tags", "people", "size")
OFTEN = 2  # exchanges that make somebody a person one talks with; one may be a thank-you
WORTH_A_LINE = 0.04  # the chance from which on a message that may concern somebody is shown
MOST = 100  # of them on one card
BEFORE = 100  # places before what is unread where something of theirs may be gone on with
_WORTH_BELOW = 0.999_999


@dataclass(frozen=True, slots=True)
class Facts:
    """What ties a reader to a conversation.

    Attributes:
        unread: messages of others in it that they are not done with.
        mentions: those among them that name the reader, or everybody.
        mine: the reader's own messages in it.
        followed: whether they follow it.
        tags: how many of the words that they care for are said in the unread messages.
        near: whether something in it may concern them though it is none of theirs; see `kin`.
        ties: how many people who wrote the unread messages they talk with often.
    """

    unread: int
    mentions: int = 0
    mine: int = 0
    followed: bool = False
    tags: int = 0
    near: bool = False
    ties: int = 0


def stake(facts: Facts) -> Stake:
    """The strongest reason to look at a conversation."""
    held: dict[Stake, object] = {
        "mentioned": facts.mentions, "took_part": facts.mine, "followed": facts.followed, "tags": facts.tags,
        "people": facts.near or facts.ties, "size": True,
    }  # fmt: skip
    return next(name for name in ORDER if held[name])


def score(facts: Facts) -> float:
    """How far up a conversation's card stands, 0 to 1."""
    rank = len(ORDER) - 1 - ORDER.index(stake(facts))
    return (rank + _worth(facts)) / len(ORDER)


def often(exchanges: Mapping[int, int]) -> frozenset[int]:
    """Those with whom there were enough exchanges."""
    return frozenset(person for person, times in exchanges.items() if times >= OFTEN)


@dataclass(frozen=True, slots=True)
class Kin:
    """Messages of other conversations that may concern somebody: places, in order.

    Attributes:
        beside: by the conversation of theirs that each most likely belongs with, of which something is unread.
        near: the others, by their own conversation.
    """

    beside: Mapping[int, list[int]]
    near: Mapping[int, list[int]]


def kin(draws: Draws, mine: Mapping[int, Collection[int]], unread: Mapping[int, Collection[int]]) -> Kin:
    """What may concern somebody though no link says so; docs/catch-up.md says how often it does.

    Args:
        mine: their own places, and those where they are named, in each conversation that is theirs.
        unread: places of each conversation.
    """
    homes = {place: one for one, places in unread.items() if one not in mine for place in places}
    beside, near = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for place, (_, owner) in draws.owners(mine, sorted(homes), WORTH_A_LINE).items():
        found, one = (beside, owner) if unread.get(owner) else (near, homes[place])
        found[one].append(place)
    return Kin(*({one: places[:MOST] for one, places in found.items()} for found in (beside, near)))


def _worth(facts: Facts) -> float:
    much = facts.mentions + facts.mine / 4 + facts.followed / 2 + facts.tags / 2
    much += 3 * facts.near + facts.ties / 3 + facts.unread / 30
    return min(1 - exp(-much), _WORTH_BELOW)
