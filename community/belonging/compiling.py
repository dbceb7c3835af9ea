"""A filter as one queryset."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import and_, or_

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from community import clock
from community.activity import measures
from community.belonging import interests
from community.belonging.filters import (
    Active,
    Answered,
    Condition,
    Filter,
    HasRole,
    Inner,
    Interested,
    Joined,
    Paced,
    Seen,
)
from community.belonging.models import Answer, Field, Pace
from community.clock import now
from community.errors import InvalidInput
from community.members.models import Member

SECONDS = 5  # that the database may take to find members


def members(community_id: int, wanted: Filter) -> QuerySet[Member]:
    """The members of a community whom a filter finds. Those known from imported talk only are none of them.

    Raises:
        InvalidInput: it names a field or a measure that there is not.
    """
    everybody = Member.objects.present().filter(community=community_id, user__isnull=False)
    parts = [_compiled(community_id, part) for part in wanted.of]
    return everybody.filter(_joined(wanted.join, parts)) if parts else everybody


@contextmanager
def bounded() -> Iterator[None]:
    """Have the database give up what takes too long, which a filter of members' making may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [SECONDS * 1000])
        yield
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")


def _compiled(community_id: int, part: Inner | Condition) -> Q:
    if isinstance(part, Inner):
        return _joined(part.join, [_condition(community_id, one) for one in part.of])
    return _condition(community_id, part)


def _joined(join: str, parts: list[Q]) -> Q:
    if join == "all":
        return reduce(and_, parts)
    return reduce(or_, parts) if join == "any" else ~reduce(or_, parts)


def _condition(community_id: int, one: Condition) -> Q:
    match one:
        case Joined():
            return _between("joined_at", _start(one.first), _start(one.last, after=1))
        case Seen():
            return Q(last_seen_on__gt=clock.today("UTC") - timedelta(days=one.days))
        case HasRole():
            return Q(role__in=one.roles)
        case Active():
            return Q(pk__in=measures.doers(one.what, community_id, now() - timedelta(days=one.days), one.least))
        case Interested():
            return Q(pk__in=interests.picked(community_id, one.names))
        case Answered():
            return _answered(community_id, one)
        case Paced():
            return _paced(one.pace)


def _start(day, after: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=after), time(), UTC) if day else None


def _between(column: str, first: object, end: object) -> Q:
    """From the first on and before the end; either may be open."""
    wanted = Q(**{f"{column}__isnull": False})
    if first is not None:
        wanted &= Q(**{f"{column}__gte": first})
    return wanted & Q(**{f"{column}__lt": end}) if end is not None else wanted


def _answered(community_id: int, one: Answered) -> Q:
    if not Field.objects.filter(pk=one.field, community=community_id).exists():
        raise InvalidInput("input.invalid", "There is no such field.", fields={"field": "unknown"})
    answers = Answer.objects.filter(member=OuterRef("pk"), field=one.field)
    if one.texts:
        answers = answers.filter(text__in=one.texts)
    if one.first:
        answers = answers.filter(text__gte=one.first.isoformat())
    if one.last:
        answers = answers.filter(text__lte=one.last.isoformat())
    return Q(Exists(answers))


def _paced(pace: str) -> Q:
    today = clock.today("UTC")
    rows = Pace.objects.filter(member=OuterRef("pk"))
    if pace == "dormant":
        return Q(Exists(rows.filter(dormant_on__lte=today)))
    if pace == "drifting":
        return Q(Exists(rows.filter(drifts_on__lte=today, dormant_on__gt=today)))
    return ~Q(Exists(rows.filter(drifts_on__lte=today)))
