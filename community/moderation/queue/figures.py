"""The queue on the admin's front page: what waits, and how long decisions take."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from community.backstage import lists
from community.backstage.today import Figure
from community.clock import now
from community.moderation.models import Appeal, Case

WEEK = timedelta(days=7)


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def waiting(request: HttpRequest) -> Iterator[Figure]:
    """What waits in each list that the reader may see."""
    if _may_see(request, Case):
        yield from _cases(seen(request, Case))
    if _may_see(request, Appeal):
        open_ones = seen(request, Appeal).filter(answered_at=None).count()
        yield Figure(_("open appeals"), open_ones, reverse("admin:moderation_appeal_changelist") + "?state=open")


def decided_within(since: timedelta, cases: QuerySet[Case]) -> timedelta | None:
    """How long it took from the first report to the decision, for half of the cases that were settled lately."""
    lately = cases.filter(settled_at__gt=now() - since)
    return lately.aggregate(took=Median(F("settled_at") - F("opened_at")))["took"]


def _cases(cases: QuerySet[Case]) -> Iterator[Figure]:
    where = reverse("admin:moderation_case_changelist")
    late = Count("pk", filter=Q(due_at__lt=now()))
    counts = cases.filter(settled_at=None).aggregate(all=Count("pk"), late=late)
    yield Figure(_("open cases"), counts["all"], where)
    yield Figure(_("late cases"), counts["late"], f"{where}?state=late", is_alarming=counts["late"] > 0)
    took = decided_within(WEEK, cases)
    if took is not None:
        half = timesince(now() - took, depth=2)
        yield Figure(_("from report to decision, the median of 7 days"), half, f"{where}?state=settled")


def _may_see(request: HttpRequest, model: type[Model]) -> bool:
    return lists.of(model).has_view_permission(request)


def seen(request: HttpRequest, model: type[Model]) -> QuerySet[Any]:
    """The rows that the reader may see, with nothing added to them."""
    return lists.of(model).reachable(model._default_manager.all(), request)
