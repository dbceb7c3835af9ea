"""What the list of cases shows of each, fetched for all rows at once."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from community.moderation.models import Case, Report, Sanction


def with_figures(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with its reasons (`whys`), how many people reported it, what its member was given before,
    and how many other cases about them are open."""
    reports = Report.objects.filter(case=OuterRef("pk")).order_by()
    open_ones = Case.objects.filter(member=OuterRef("member"), settled_at=None).exclude(pk=OuterRef("pk")).order_by()
    given = Sanction.objects.filter(member=OuterRef("member")).exclude(case=OuterRef("pk")).order_by()
    return cases.annotate(
        whys=ArraySubquery(reports.values("why").distinct()),
        reporters=_count(reports.exclude(member=None).values("case"), "member"),
        sanctioned=_count(given.values("member"), "pk"),
        also_open=_count(open_ones.values("member"), "pk"),
    )


def _count(groups: QuerySet[Any], what: str) -> Coalesce:
    """How many there are in the one group of an outer row."""
    counted = groups.annotate(count=Count(what, distinct=True)).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
