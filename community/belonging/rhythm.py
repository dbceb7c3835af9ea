"""How long somebody usually stays away: from the days of their visits, without a database.

Gaps between visits are skewed: many short ones, a few long ones. Their logarithms are about normal, so the gap that 95
of 100 of theirs stay below is `exp(median + 1.645 spread)` of the logarithms. Median and median absolute deviation
(times 1.4826, which makes it the standard deviation of a normal distribution: Rousseeuw and Croux 1993) are used for
middle and spread, because one long holiday must not make a daily visitor a rare one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import exp, log
from statistics import median

LOOKED_AT = 365  # days
FEWEST = 4  # gaps; of fewer nobody can say what is usual
UNKNOWN = 14  # days, the limit of those of whom too few visits are known
LEAST, MOST = 7, 90  # days of silence before anybody drifts away, however often or seldom they come
DORMANT = 3  # times that
DORMANT_LEAST = 30  # days
_Z95 = 1.645  # of the normal distribution
_TO_DEVIATION = 1.4826


@dataclass(frozen=True)
class Rhythm:
    """What is usual for somebody.

    Attributes:
        usual: days between two visits; None while that is not known.
        limit: days of silence after which they are drifting away.
        dormant: days of silence after which they are dormant.
    """

    usual: float | None
    limit: int
    dormant: int

    def drifts_on(self, last: date) -> date:
        return last + timedelta(days=self.limit)

    def dormant_on(self, last: date) -> date:
        return last + timedelta(days=self.dormant)


def of(days: Sequence[date]) -> Rhythm:
    """The rhythm of somebody who came on these days, in their order."""
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if len(gaps) < FEWEST:
        return _rhythm(None, UNKNOWN)
    logs = [log(gap) for gap in gaps]
    middle = median(logs)
    spread = _TO_DEVIATION * median(abs(one - middle) for one in logs)
    return _rhythm(exp(middle), exp(middle + _Z95 * spread))


def _rhythm(usual: float | None, most: float) -> Rhythm:
    """Silence is unlike somebody on the first day after their longest usual gap."""
    limit = min(max(most, LEAST), MOST)
    return Rhythm(usual, round(limit) + 1, max(round(DORMANT * limit), DORMANT_LEAST) + 1)
