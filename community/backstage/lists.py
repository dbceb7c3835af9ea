"""The bases of every list in the admin: rows are looked at, and changed by verbs alone."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.views import ChangeList

from community.backstage import additions, addresses, names, scope

MODERATE = "moderation.moderate"  # the permission to act, beside those to look


class Listed(ChangeList):
    """A list whose way back to everything says so: an address with nothing chosen leads to what was saved as first."""

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        query = super().get_query_string(new_params, remove)
        return f"?{SEARCH_VAR}=" if query == "?" else query


class OperatorsOnly:
    """What no role opens, whatever permissions an account has kept. Stands before Django's own class."""

    for_operators = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return scope.is_operator(request.user) and super().has_view_permission(request, obj)  # type: ignore[misc]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return scope.is_operator(request.user) and super().has_add_permission(request, *args)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return scope.is_operator(request.user) and super().has_change_permission(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return scope.is_operator(request.user) and super().has_delete_permission(request, obj)  # type: ignore[misc]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class ReadOnlyAdmin(ModelAdmin):
    """A list and a page a row. Nobody adds, edits or deletes a row by hand, superusers included.

    Operators see all rows, others those of the communities in which they hold `sees`. Actions name the permission
    `moderate` and call the verbs that the web app calls, which authorise once more and write the audit.

    Attributes:
        within: the look-up by which a row's community is found; without one, the list is for operators alone.
        sees: the capability that opens it.
        acts: the capability to act on its rows.
        for_moderators: whether the operators' group of moderators may look at it.
        counted_by: the time by which the front page counts today's rows, if it counts them.
    """

    within = ""
    sees = scope.ENTER
    acts = "case.settle"
    for_operators = False
    for_moderators = False
    counted_by = ""
    show_full_result_count = False
    list_per_page = 50
    list_filter_submit = True
    list_disable_select_all = True  # an act is for rows that somebody has looked at
    compressed_fields = True

    def __init__(self, model: type[Model], site: Any) -> None:
        names.translate(model)
        super().__init__(model, site)

    def get_urls(self) -> list[Any]:
        return [*additions.urls(self), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if (answer := additions.instead(self, request)) is not None:
            return answer
        answer = super().changelist_view(request, additions.about(self, request) | (extra_context or {}))
        return addresses.mended(self, request, answer)

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[Listed]:
        return Listed

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.reachable(super().get_queryset(request), request)

    def reachable(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """Those of some rows that the reader may see."""
        return rows if self.sees_all(request) else self.narrowed(rows, request)

    def narrowed(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        """The rows that a role opens."""
        if not self.within:
            return rows.none()
        return rows.filter(**{f"{self.within}__in": scope.communities(request, self.sees)})

    def sees_all(self, request: HttpRequest) -> bool:
        return scope.is_operator(request.user) and super().has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.sees_all(request) or self._opens(request, self.sees, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.acts_everywhere(request) or self._opens(request, self.acts, obj)

    def acts_everywhere(self, request: HttpRequest) -> bool:
        return scope.is_operator(request.user) and request.user.has_perm(MODERATE)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Closed where the list is, before anything is looked for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def community_of(self, row: Any) -> int:
        """The key of a row's community."""
        *path, last = self.within.split("__")
        for name in path:
            row = getattr(row, name)
        return row.pk if last == "pk" else getattr(row, f"{last}_id")

    def called(self, row: Any) -> str:
        """A row in a few words, for people who are about to do something to it."""
        return str(row)

    def get_list_display_links(self, request: HttpRequest, list_display: Sequence[Any]) -> Sequence[Any]:
        return self.list_display_links or [list_display[0]]

    def _opens(self, request: HttpRequest, capability: str, obj: Model | None) -> bool:
        if not self.within:
            return False
        held = scope.communities(request, capability)
        return bool(held) if obj is None else self.community_of(obj) in held


def of(model: type[Model]) -> ReadOnlyAdmin:
    """The list of a model."""
    return cast(ReadOnlyAdmin, admin.site.get_model_admin(model))


class InTheApp:
    """A column that leads to a row's place in the app; `view_on_site` names the path, empty for none."""

    @display(description=_("in the app"))
    def in_the_app(self, row: Any) -> str:
        path = self.view_on_site(row)
        return format_html('<a href="{}">{}</a>', path, _("Open")) if path else ""

    def view_on_site(self, row: Any) -> str:
        raise NotImplementedError


def add_action(model: type[Model], act: Callable[..., object]) -> None:
    """Have a list offer something more: upper layers act on the rows of lower ones."""
    page = of(model)
    page.actions = (*(page.actions or ()), act)
