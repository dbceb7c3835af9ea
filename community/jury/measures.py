"""What a jury can decide, from the mildest to the harshest, and what its votes come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.clock import now
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty

Grade = Sanction.Grade
DISMISS, LIFTED, UPHELD = "dismiss", "lifted", "upheld"
OF_APPEALS = (LIFTED, UPHELD)


@dataclass(frozen=True)
class Measure:
    """
    Attributes:
        grade: none lets the words stand; with any, they are taken out of sight.
        days: none is for good, or once.
    """

    key: str
    grade: str = ""
    days: int | None = None

    def penalty(self, place: str) -> Penalty:
        until = now() + timedelta(days=self.days) if self.days else None
        return Penalty(self.grade, until, place if self.grade == Grade.MUTE else "")


MEASURES = (
    Measure(DISMISS),
    Measure("notice", Grade.NOTICE),
    Measure("mute_7", Grade.MUTE, 7),
    Measure("silence_7", Grade.SILENCE, 7),
    Measure("silence_30", Grade.SILENCE, 30),
    Measure("ban_7", Grade.BAN, 7),
    Measure("ban_30", Grade.BAN, 30),
    Measure("ban_90", Grade.BAN, 90),
    Measure("ban", Grade.BAN),
)
_BY_KEY = {measure.key: measure for measure in MEASURES}


def of(key: str) -> Measure:
    return _BY_KEY[key]


def offered(place: str, asked: str = "ban") -> list[str]:
    """What a case allows, up to what was asked for; rooms are the places in which somebody can be muted."""
    harshest = MEASURES.index(of(asked))
    in_a_room = place.startswith("room:")
    return [one.key for one in MEASURES[: harshest + 1] if in_a_room or one.grade != Grade.MUTE]


def is_long(grade: str, since: datetime, until: datetime | None, days: int) -> bool:
    """Whether a sanction is for good, or lasts longer than some days."""
    if grade not in (Grade.BAN, Grade.SILENCE):
        return False
    return until is None or until - since > timedelta(days=days, hours=1)


def verdict(votes: Sequence[str], order: Sequence[str]) -> str:
    """The median of the votes, the milder of two: the harshest measure that more than half would go as far as.

    Where everybody likes a measure less the farther it is from their own, no other one beats the median (Black, 1948);
    the lower of two is what Balinski and Laraki call the majority grade.
    """
    places = sorted(order.index(vote) for vote in votes)
    return order[places[(len(places) - 1) // 2]]
