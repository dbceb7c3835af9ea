"""The base of the admin's lists of what members wrote: looked at, hidden and restored, never edited.

What an author took back stays with the author: it stands in the list without its text, and no search finds it.
"""

from functools import reduce
from operator import and_, or_
from types import ModuleType
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display
from unfold.paginator import InfinitePaginator
from unfold.widgets import UnfoldAdminTextInputWidget

from community.backstage import asking
from community.backstage.labels import Label
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.moderation import staff
from community.text import excerpt

HIDDEN = "hidden"  # the one kind of removal that is a moderator's
# Every state that a row can be in; the skin shows the name only of those that it finds here.
COLOURS = {"shown": "success", HIDDEN: "warning", "recalled": "", "deleted": "", "undone": ""}


def _shown(paths: tuple[str, ...]) -> Q:
    return reduce(and_, (Q(**{path: None}) for path in paths))


def _hidden(paths: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(**{f"{path}__kind": HIDDEN}) for path in paths))


class StateFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def __init__(self, request: HttpRequest, params: Any, model: type[Model], page: "WordsAdmin") -> None:
        self._paths = page.removals
        super().__init__(request, params, model, page)

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [
            ("shown", gettext_lazy("shown")), ("hidden", gettext_lazy("hidden")), ("gone", gettext_lazy("taken back")),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        match self.value():
            case "shown":
                return rows.filter(_shown(self._paths))
            case "hidden":
                return rows.filter(_hidden(self._paths))
            case "gone":
                return rows.exclude(_shown(self._paths)).exclude(_hidden(self._paths))
        return rows


class HideForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The audit keeps it."),
    )  # fmt: skip


class WordsAdmin(InTheApp, ReadOnlyAdmin):
    """Rows with an author and a text.

    Attributes:
        verbs: the module whose `hide` and `restore` do it.
        removals: the look-ups by which a row's removal is found, if it has one.
    """

    verbs: ModuleType
    removals: tuple[str, ...] = ("removal",)
    for_moderators = True
    acts = "message.hide"
    counted_by = "created_at"
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    paginator = InfinitePaginator  # counting all that was ever said takes longer than showing it
    search_help_text = gettext_lazy("Text, or the name of the author")
    actions: tuple[Any, ...] = ("hide", "restore")

    def removal_of(self, row: Any) -> Any:
        return getattr(row, "removal", None)

    def body_of(self, row: Any) -> str:
        return row.body

    def get_search_results(self, request: HttpRequest, rows: QuerySet, words: str) -> tuple[QuerySet, bool]:
        found, doubled = super().get_search_results(request, rows, words)
        return (found.filter(_shown(self.removals) | _hidden(self.removals)) if words else found), doubled

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No query string searches what the search leaves out."""
        return "body" not in lookup.split("__") and super().lookup_allowed(lookup, value, request)

    def called(self, row: Any) -> str:
        return f"{row.author}: {self.words(row)}"

    @display(description=gettext_lazy("beginning"))
    def words(self, row: Any) -> str:
        return excerpt(self.text(row)) or "—"

    @display(description=gettext_lazy("text"))
    def text(self, row: Any) -> str:
        removal = self.removal_of(row)
        return self.body_of(row) if removal is None or removal.kind == HIDDEN else ""

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state(self, row: Any) -> Label:
        removal = self.removal_of(row)
        return Label(removal.kind, removal.get_kind_display()) if removal else Label("shown", _("shown"))

    @action(description=gettext_lazy("Hide"), permissions=["moderate"])
    def hide(self, request: HttpRequest, rows: QuerySet) -> TemplateResponse | None:
        form = HideForm(asking.answers(request))
        if not form.is_valid():
            return asking.page(self, request, rows, form, _("Hide"))
        reason = form.cleaned_data["reason"]
        asking.each(
            self, request, rows, lambda row: self.verbs.hide(staff.acting(request, row), row, reason),
            _("%(count)d hidden"),
        )  # fmt: skip
        return None

    @action(description=gettext_lazy("Restore"), permissions=["moderate"])
    def restore(self, request: HttpRequest, rows: QuerySet) -> None:
        asking.each(
            self, request, rows, lambda row: self.verbs.restore(staff.acting(request, row), row),
            _("%(count)d restored"),
        )  # fmt: skip
