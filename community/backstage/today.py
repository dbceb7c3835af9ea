"""What came today, on the admin's front page."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from community import clock
from community.backstage.lists import ReadOnlyAdmin


@dataclass(frozen=True)
class Figure:
    title: str
    count: int
    url: str


def figures(request: HttpRequest, context: dict[str, object]) -> dict[str, object]:
    """Add how many rows came in the reader's own day, for every list that counts and that the reader may see."""
    zone = getattr(request.user, "timezone", "UTC")
    start = clock.at(clock.today(zone), 0, zone)
    pages = [page for page in admin.site._registry.values() if isinstance(page, ReadOnlyAdmin) and page.counted_by]
    return context | {"figures": [_figure(page, request, start) for page in pages if page.has_view_permission(request)]}


def _figure(page: ReadOnlyAdmin, request: HttpRequest, start: object) -> Figure:
    meta = page.model._meta
    count = page.get_queryset(request).filter(**{f"{page.counted_by}__gte": start}).count()
    return Figure(str(meta.verbose_name_plural), count, reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
