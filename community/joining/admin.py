"""The door in the admin, for who looks after several communities: letting in, declining with a reason, and the line."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from community.backstage import asking
from community.backstage.filters import RelatedFilter
from community.backstage.labels import Label
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.joining import applications
from community.joining.models import Application, Waiting
from community.moderation import staff

COLOURS = {"": "warning", "accepted": "success", "declined": "", "taken_back": ""}


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The applicant reads it at the door."),
    )  # fmt: skip


@admin.register(Application)
class ApplicationAdmin(InTheApp, ReadOnlyAdmin):
    within = "community"
    acts = "application.decide"
    for_moderators = True
    counted_by = "at"
    list_display = ("user", "community", "said", "state", "at", "decided_at", "decided_by", "reason", "in_the_app")
    list_filter = (("community", RelatedFilter), "outcome", "decided_at")
    list_select_related = ("community", "user", "decided_by")
    search_fields = ("user__username", "user__display_name", "reason")
    fields = ("user", "community", "said", "at", "state", "reason", "decided_at", "decided_by")
    actions = ("let_in", "decline")

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """What waits first, the oldest before the others; then the latest decisions."""
        return F("decided_at").desc(nulls_first=True), "pk"

    @display(description=gettext_lazy("what was answered"))
    def said(self, application: Application) -> str:
        return "\n".join(f"{row['question']} {row['answer']}" for row in application.answers)

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state(self, application: Application) -> Label:
        shown = application.get_outcome_display() if application.outcome else _("waiting")
        return Label(application.outcome, shown)

    @action(description=gettext_lazy("Let in"), permissions=["moderate"])
    def let_in(self, request: HttpRequest, rows: QuerySet[Application]) -> None:
        decide = applications.decide
        asking.each(
            self, request, rows, lambda row: decide(staff.acting(request, row), row, "accepted"), _("%(count)d let in")
        )

    @action(description=gettext_lazy("Decline"), permissions=["moderate"])
    def decline(self, request: HttpRequest, rows: QuerySet[Application]) -> TemplateResponse | None:
        form = DeclineForm(asking.answers(request))
        if not form.is_valid():
            return asking.page(self, request, rows, form, _("Decline"))
        decide, reason = applications.decide, form.cleaned_data["reason"]
        asking.each(
            self, request, rows, lambda row: decide(staff.acting(request, row), row, "declined", reason),
            _("%(count)d declined"),
        )  # fmt: skip
        return None

    def view_on_site(self, application: Any) -> str:
        return f"/c/{application.community.slug}/applications"


@admin.register(Waiting)
class WaitingAdmin(InTheApp, ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("number", "user", "community", "at", "host", "role", "in_the_app")
    list_display_links = ("user",)
    list_filter = (("community", RelatedFilter), "role")
    list_select_related = ("community", "user", "host")
    search_fields = ("user__username", "user__display_name")
    fields = ("number", "user", "community", "at", "host", "role", "told")
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Waiting]:
        upto = Waiting.objects.filter(community=OuterRef("community"), pk__lte=OuterRef("pk")).order_by()
        count = upto.values("community").annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(number=Subquery(count))

    @display(description=gettext_lazy("number in line"))
    def number(self, place: Any) -> int:
        return place.number

    def view_on_site(self, place: Any) -> str:
        return f"/c/{place.community.slug}/applications"
