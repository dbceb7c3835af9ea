"""What the last days were like, on the admin's front page: reports, how fast they were answered, sanctions, joins."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from community.backstage import charts, lists
from community.backstage.charts import Chart
from community.clock import now
from community.members.models import Member
from community.moderation.models import Case, Sanction
from community.moderation.queue.figures import Median, seen


def drawn(request: HttpRequest) -> Iterator[Chart]:
    if lists.of(Case).has_view_permission(request):
        yield _counted(request, Case, "opened_at", _("cases"))
        yield _medians(request)
    if lists.of(Sanction).has_view_permission(request):
        yield _by_grade(request)
    if lists.of(Member).has_view_permission(request):
        yield _counted(request, Member, "joined_at", _("people who joined"))


def _counted(request: HttpRequest, model: type, when: str, title: str) -> Chart:
    days = charts.days(request)
    rows = charts.by_day(seen(request, model), when, request).values("day").annotate(count=Count("pk"))
    counts = {row["day"]: row["count"] for row in rows}
    values = [[counts.get(day, 0)] for day in days]
    made = charts.bars(days, values, lambda place: str(values[place][0]))
    return Chart(title, str(sum(counts.values())), made, _list(model))


def _medians(request: HttpRequest) -> Chart:
    """How long the decisions of each day took."""
    days = charts.days(request)
    rows = charts.by_day(seen(request, Case), "settled_at", request).values("day")
    took = {row["day"]: row["took"] for row in rows.annotate(took=Median(F("settled_at") - F("opened_at")))}
    values = [took.get(day, timedelta()) for day in days]
    made = charts.bars(days, [[value.total_seconds()] for value in values], lambda place: _long(values[place]))
    return Chart(_("from report to decision, the median of a day"), _long(max(values)), made, _list(Case))


def _by_grade(request: HttpRequest) -> Chart:
    days, grades = charts.days(request), Sanction.Grade.values
    rows = charts.by_day(seen(request, Sanction), "at", request).values("day", "grade").annotate(count=Count("pk"))
    counts = {(row["day"], row["grade"]): row["count"] for row in rows}
    values = [[counts.get((day, grade), 0) for grade in grades] for day in days]
    made = charts.bars(days, values, lambda place: str(sum(values[place])))
    names = dict(Sanction._meta.get_field("grade").flatchoices)
    return Chart(
        _("sanctions"), str(sum(counts.values())), made, _list(Sanction), [str(names[grade]) for grade in grades]
    )


def _long(time: timedelta) -> str:
    return timesince(now() - time, depth=1) if time else "–"


def _list(model: type) -> str:
    meta = model._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
