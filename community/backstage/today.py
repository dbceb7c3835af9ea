"""What waits and what came today, on the admin's front page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from community import clock
from community.backstage import charts
from community.backstage.lists import ReadOnlyAdmin


@dataclass(frozen=True)
class Figure:
    """A number with the list behind it.

    Attributes:
        is_alarming: whether somebody should do something about it soon.
    """

    title: str
    count: int | str
    url: str
    is_alarming: bool = False


Source = Callable[[HttpRequest], Iterable[Figure]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a layer say what waits for the reader; it tells nothing that the reader may not see."""
    _sources.append(source)


def figures(request: HttpRequest, context: dict[str, object]) -> dict[str, object]:
    """Add what waits, and how many rows came in the reader's own day, of every list that the reader may see."""
    zone = getattr(request.user, "timezone", "UTC")
    start = clock.at(clock.today(zone), 0, zone)
    pages = [page for page in admin.site._registry.values() if isinstance(page, ReadOnlyAdmin) and page.counted_by]
    return context | {
        "waiting": [figure for source in _sources for figure in source(request)],
        "charts": charts.of(request),
        "figures": [_figure(page, request, start) for page in pages if page.has_view_permission(request)],
    }


def _figure(page: ReadOnlyAdmin, request: HttpRequest, start: object) -> Figure:
    meta = page.model._meta
    count = page.get_queryset(request).filter(**{f"{page.counted_by}__gte": start}).count()
    return Figure(str(meta.verbose_name_plural), count, reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
