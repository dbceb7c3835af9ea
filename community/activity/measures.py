"""What members do, counted by the layers in which they do it: for whoever looks for members or trusts them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from community.errors import InvalidInput


@dataclass(frozen=True)
class Measure:
    """One kind of deeds.

    Attributes:
        deeds: of a community, one row a deed.
        member: the column that names whose it is.
        at: the column that says when; what has none is counted from the beginning only.
        each: what counts once, such as the people who reacted; empty where every row does.
        figure: what it adds to where everything that members ever did is counted, such as `said`.
    """

    deeds: Callable[[int], QuerySet[Any]]
    member: str
    at: str = ""
    each: str = ""
    figure: str = ""


_MEASURES: dict[str, Measure] = {}


def register(name: str, measure: Measure) -> None:
    _MEASURES[name] = measure


def names() -> list[str]:
    """Those by which members are found who did something lately."""
    return sorted(name for name, measure in _MEASURES.items() if measure.at)


def doers(name: str, community_id: int, since: datetime, least: int) -> QuerySet[Any]:
    """The ids of those who did it often enough; raises `input.invalid` for a measure that nobody registered."""
    if name not in names():
        raise InvalidInput("input.invalid", "Nobody counts this.", fields={"what": "unknown"})
    measure = _MEASURES[name]
    counted = _by_member(measure, measure.deeds(community_id).filter(**{f"{measure.at}__gt": since}))
    return counted.filter(times__gte=least).values(measure.member)


def active(community_id: int, since: datetime, until: datetime) -> set[int]:
    """The ids of those who did anything that is counted, from a moment until before another: a statement a measure."""
    found: set[int] = set()
    for name in names():
        measure = _MEASURES[name]
        within = {f"{measure.at}__gte": since, f"{measure.at}__lt": until}
        rows = measure.deeds(community_id).filter(**within).order_by()
        found.update(rows.values_list(measure.member, flat=True).distinct())
    return found


def lately(figure: str, community_id: int, since: datetime) -> Iterator[tuple[str, QuerySet[Any]]]:
    """What adds to a figure since a moment: by measure, the column that names whose it is, and the rows."""
    for measure in _MEASURES.values():
        if measure.figure == figure and measure.at:
            yield measure.member, measure.deeds(community_id).filter(**{f"{measure.at}__gte": since})


def figures(community_id: int) -> dict[str, Counter[int]]:
    """By figure, how much each member ever did: one statement a measure."""
    totals: dict[str, Counter[int]] = {}
    for measure in _MEASURES.values():
        if measure.figure:
            counted = _by_member(measure, measure.deeds(community_id))
            totals.setdefault(measure.figure, Counter()).update(dict(counted.values_list(measure.member, "times")))
    return totals


def _by_member(measure: Measure, deeds: QuerySet[Any]) -> QuerySet[Any]:
    times = Count(measure.each or "pk", distinct=bool(measure.each))
    return deeds.order_by().values(measure.member).annotate(times=times)
