"""Lists of the admin as tables: what is shown, as far as the reader may take it along; each community's audit knows."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from community.backstage import scope, sheets
from community.backstage.additions import Addition
from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.errors import InvalidInput, Refusal
from community.members.models import Community
from community.moderation import audit, audit_details, staff

MOST = 50_000  # rows
PLACES = 20  # communities whose rows go into one table
PAGE = 500


@dataclass(frozen=True)
class Table:
    """What of a list goes out.

    Attributes:
        takes: the capability to take it along.
        fields: its columns, fields of the model.
        reads: how those are read that a field does not hold alone, and what is fetched for it.
    """

    takes: str
    fields: tuple[str, ...]
    reads: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    fetches: tuple[str, ...] = ()


TABLES = {
    "members.member": Table(
        "people.export",
        ("id", "name", "user", "community", "role", "level", "joined_at", "left_at", "last_seen_on", "invited_by"),
    ),
    "moderation.case": Table(
        "case.settle",
        ("id", "community", "member", "object", "words", "opened_at", "due_at", "verdict", "settled_at", "settled_by"),
    ),
    "moderation.auditentry": Table(
        "case.settle",
        ("id", "at", "community", "act", "object", "actor", "staff", "member", "reason", "data"),
        {"reason": audit_details.reason, "data": audit_details.told},
        ("words",),
    ),
}


def answer(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponseRedirect(_list(page))
    table = TABLES[page.opts.label_lower]
    try:
        rows = _rows(page, request, table)
        _note(page, request, rows)
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        return HttpResponseRedirect(_list(page))
    heading = [page.model._meta.get_field(name).verbose_name for name in table.fields]
    return sheets.streamed(request, page.opts.model_name, heading, _pages(rows, table))


def _rows(page: ReadOnlyAdmin, request: HttpRequest, table: Table) -> QuerySet[Any]:
    """What the list shows, and may be taken along."""
    looks = copy.copy(request)
    looks.method = "GET"  # filters leave out nothing of what was chosen to be changed; here nothing is
    rows = page.get_changelist_instance(looks).get_queryset(looks)
    shown = page.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    if page.acts_everywhere(request):
        return shown
    return shown.filter(community__in=_taking(request, table))


@transaction.atomic
def _note(page: ReadOnlyAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
    """Write down in every community how much of it goes out."""
    counts = dict(rows.order_by().values_list("community").annotate(count=Count("pk"))[: PLACES + 1])
    if not counts:
        raise InvalidInput("import.empty", "There is nothing in it.")
    if len(counts) > PLACES or sum(counts.values()) > MOST:
        raise InvalidInput("table.too_many", "This is too much for one table.", limit=MOST, places=PLACES)
    for community in Community.objects.filter(pk__in=counts):
        by = staff.acting_in(request, community.pk)
        by.require(TABLES[page.opts.label_lower].takes)
        audit.record(
            by, "save table", community, community.pk, None, list=page.opts.label_lower, rows=counts[community.pk]
        )


def _pages(rows: QuerySet[Any], table: Table) -> Iterator[list[list[object]]]:
    related = [field.name for field in rows.model._meta.fields if field.is_relation and field.name in table.fields]
    rows, after = rows.select_related(*related).prefetch_related(*table.fetches).order_by("pk"), 0
    while page := list(rows.filter(pk__gt=after)[:PAGE]):
        yield [[_cell(row, name, table) for name in table.fields] for row in page]
        after = page[-1].pk


def _cell(row: Model, name: str, table: Table) -> object:
    value = table.reads[name](row) if name in table.reads else getattr(row, name)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _taking(request: HttpRequest, table: Table) -> list[int]:
    return scope.communities(request, table.takes)


def _may(page: ReadOnlyAdmin, request: HttpRequest) -> bool:
    return page.acts_everywhere(request) or bool(_taking(request, TABLES[page.opts.label_lower]))


def _list(page: ReadOnlyAdmin) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist") + "?q="


def _button(page: ReadOnlyAdmin, request: HttpRequest) -> dict[str, object]:
    url = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_table")
    return {"may": _may(page, request), "url": f"{url}?{request.GET.urlencode()}"}


ADDITIONS = [Addition("table", answer, "desk/table_button.html", _button, only=label) for label in TABLES]
