"""Who may do what in each community, as far as it differs from the usual."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from community import access
from community.access import Role
from community.backstage import asking, capabilities, scope
from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.errors import Refusal
from community.members.models import Community
from community.moderation import staff
from community.roles import adjusting
from community.roles.models import Adjustment


class AdjustForm(forms.Form):
    community = forms.ModelChoiceField(
        Community.objects.none(), label=capfirst(gettext_lazy("community")), widget=UnfoldAdminSelectWidget
    )
    capability = forms.ChoiceField(
        label=capfirst(gettext_lazy("capability")),
        choices=[(name, capabilities.NAMES[name]) for name in sorted(access.ADJUSTABLE)],
        widget=UnfoldAdminSelectWidget,
    )
    least = forms.ChoiceField(
        label=gettext_lazy("From which role on"),
        choices=[(role.value, gettext_lazy(role.value)) for role in Role if role != Role.ONLOOKER],
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, communities: QuerySet[Community], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]


@admin.register(Adjustment)
class AdjustmentAdmin(ReadOnlyAdmin):
    """Moderators look; who edits a community changes it; of the operators, superusers do."""

    within = "community"
    for_moderators = True
    acts = "community.edit"
    list_display = ("community", "what", "least", "by", "staff", "at")
    list_filter = (("community", RelatedFilter),)
    list_select_related = ("community", "by", "staff")
    search_fields = ("capability",)
    ordering = ("community", "capability")
    fields = ("community", "what", "least", "by", "staff", "at")
    actions = ("as_usual",)

    @admin.display(description=gettext_lazy("capability"), ordering="capability")
    def what(self, row: Adjustment) -> str:
        return capabilities.named(row.capability)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        if scope.is_operator(request.user):  # asked on every page: theirs is told without a look at their roles
            return self.acts_everywhere(request)
        return self.has_moderate_permission(request)

    def acts_everywhere(self, request: HttpRequest) -> bool:
        return scope.is_operator(request.user) and request.user.is_superuser

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AdjustForm(self._communities(request), asking.answers(request))
        if form.is_valid() and self._adjusted(request, form):
            return HttpResponseRedirect(reverse("admin:roles_adjustment_changelist"))
        return asking.form_page(self, request, form, _("Change who may do what"))

    @action(description=gettext_lazy("Back to the usual"), permissions=["moderate"])
    def as_usual(self, request: HttpRequest, rows: QuerySet[Adjustment]) -> None:
        asking.each(
            self, request, rows.select_related("community"),
            lambda row: adjusting.adjust(staff.acting(request, row), row.community, row.capability, None),
            _("%(count)d as usual again"),
        )  # fmt: skip

    def _communities(self, request: HttpRequest) -> QuerySet[Community]:
        """Those in which the reader may say who does what."""
        every = Community.objects.all()
        return every if self.acts_everywhere(request) else every.filter(pk__in=scope.communities(request, self.acts))

    def _adjusted(self, request: HttpRequest, form: AdjustForm) -> bool:
        given = form.cleaned_data
        by = staff.acting_in(request, given["community"].pk)
        try:
            adjusting.adjust(by, given["community"], given["capability"], Role(given["least"]))
        except Refusal as refusal:
            form.add_error("least", explained(refusal))
            return False
        messages.success(request, _("Changed."))
        return True
