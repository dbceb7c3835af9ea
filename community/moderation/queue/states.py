"""The four parts of the queue: what is open, what one looks after, what is late, and what is over."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from community.clock import now
from community.members.models import User
from community.moderation import staff
from community.moderation.models import Case
from community.moderation.queue import order, part

OPEN, MINE, LATE, SETTLED = "open", "mine", "late", "settled"
NAMES = {OPEN: _("Waiting"), MINE: _("Mine"), LATE: _("Late"), SETTLED: _("Settled")}


def chosen(request: HttpRequest) -> str:
    state = request.GET.get(StateFilter.parameter_name, "")
    return state if state in NAMES else OPEN


def of(state: str, user: User) -> Q:
    """Which cases are in a state; `user` is who looks."""
    match state:
        case "mine":
            return Q(settled_at=None, taken_by=user)
        case "late":
            return Q(settled_at=None, due_at__lt=now())
        case "settled":
            return Q(settled_at__isnull=False)
    return Q(settled_at=None)


class StateFilter(DropdownFilter):
    """Open cases, unless another part is asked for."""

    title = _("state")
    parameter_name = "state"
    all_option = None

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        return list(NAMES.items())

    def queryset(self, request: HttpRequest, rows: QuerySet[Case]) -> QuerySet[Case]:
        # Rows that were chosen are looked up once more when something is done to them. Whoever was slower is to be
        # told that another moderator settled one meanwhile, so it is not left out.
        if request.method == "POST":
            return rows
        return rows.filter(of(chosen(request), staff.account(request)))


def counted(request: HttpRequest) -> dict[str, Any]:
    """How many wait in each part, and the `first` of all, by one query."""
    user, cases = staff.account(request), part.cases(request)
    first = Min("pk", filter=Q(pk=order.open_ones(cases).values("pk")[:1]))
    waiting = {state: Count("pk", filter=of(state, user)) for state in (OPEN, MINE, LATE)}
    return cases.filter(settled_at=None).aggregate(first=first, **waiting)


def tabs(request: HttpRequest, counts: dict[str, Any]) -> list[dict[str, Any]]:
    """Each part with its address, and with how many wait in it."""
    return [
        {"name": name, "count": counts.get(state), "state": state, "url": _url(request, state),
         "chosen": state == chosen(request)}
        for state, name in NAMES.items()
    ]  # fmt: skip


def _url(request: HttpRequest, state: str) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    query[StateFilter.parameter_name] = state
    return f"?{query.urlencode()}"
