"""When a device is told: one decision, from nothing but what it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community import clock

HOUR = timedelta(hours=1)
# What calls a member; everything else tells them of what they follow.
CALLS = frozenset(
    {"mention", "mention_all", "reply", "direct", "consent", "sanctioned", "invited", "raid"}
    | {"jury_called", "jury_summons", "saved_reminder"}
)
# Digests have a time and a channel of their own; of the rules, the app speaks when it is opened.
SILENT = frozenset({"digest", "rules"})


@dataclass(frozen=True)
class Quiet:
    """Hours of every day in which nothing rings: from the first until the last begins, over midnight too."""

    first: int
    last: int


@dataclass(frozen=True)
class Wish:
    """What is wanted of the place where something happened.

    Attributes:
        quiets: the person's quiet hours and the place's.
        hourly: at most once an hour.
    """

    level: str = "all"
    quiets: Sequence[Quiet] = ()
    hourly: bool = False


def when(kind: str, wish: Wish, zone: str, last: datetime | None, now: datetime) -> datetime | None:
    """The moment at which a notice is pushed: now, later, or None for never.

    Args:
        kind: that of the notice.
        zone: the reader's time zone, in which quiet hours are counted.
        last: when a device was last told of this place.
    """
    if not _wanted(kind, wish.level):
        return None
    moment = max(now, last + HOUR) if wish.hourly and last else now
    return _after(moment, wish.quiets, zone)


def _wanted(kind: str, level: str) -> bool:
    return kind not in SILENT and (level == "all" or (level == "mentions" and kind in CALLS))


def _after(moment: datetime, quiets: Sequence[Quiet], zone: str) -> datetime | None:
    """The first moment from this one on that no quiet hours cover; None where they leave no gap."""
    for _ in range(2 * len(quiets) + 1):
        ends = [_end(moment, quiet, zone) for quiet in quiets if _covers(moment, quiet, zone)]
        if not ends:
            return moment
        moment = max(ends)
    return None


def _covers(moment: datetime, quiet: Quiet, zone: str) -> bool:
    hour = clock.local(moment, zone).hour
    if quiet.first < quiet.last:
        return quiet.first <= hour < quiet.last
    return hour >= quiet.first or hour < quiet.last


def _end(moment: datetime, quiet: Quiet, zone: str) -> datetime:
    """The next beginning of the hour at which quiet hours end; where clocks skip it, what comes in its place."""
    today = clock.local(moment, zone).date()
    ends = (clock.at(today + timedelta(days=ahead), quiet.last, zone) for ahead in (0, 1))
    return next(end for end in ends if end > moment)
