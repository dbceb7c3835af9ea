"""The audit, and what moderators can do to members: silence them until a time, and lift it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSplitDateTimeWidget, UnfoldAdminTextInputWidget

from community.backstage import asking
from community.backstage.lists import ReadOnlyAdmin
from community.clock import now
from community.members.admin import MemberAdmin
from community.members.models import Member
from community.moderation import silences, staff
from community.moderation.listed_admin import ListedWordAdmin
from community.moderation.models import AuditEntry
from community.moderation.queue.appeal_admin import AppealAdmin
from community.moderation.queue.case_admin import CaseAdmin
from community.moderation.queue.sanction_admin import SanctionAdmin

__all__ = ["AppealAdmin", "AuditAdmin", "CaseAdmin", "ListedWordAdmin", "SanctionAdmin"]


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    """What moderators did. Nobody can change it here, nor anywhere: the database refuses."""

    for_moderators = True
    counted_by = "at"
    list_display = ("act", "object", "member", "by", "reason", "community", "at")
    list_filter = (("community", AutocompleteSelectFilter), "act", ("member", AutocompleteSelectFilter))
    list_select_related = ("community", "actor", "staff", "member")
    search_fields = ("act", "object", "reason", "member__name", "actor__name", "staff__username")
    date_hierarchy = "at"
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("by"))
    def by(self, entry: AuditEntry) -> str:
        return str(entry.actor or entry.staff or "")


class SilenceForm(forms.Form):
    """For how long, and why; the member is told both."""

    OWN = "own"
    LENGTHS = [
        ("1", gettext_lazy("1 hour")),
        ("24", gettext_lazy("1 day")),
        ("168", gettext_lazy("7 days")),
        (OWN, gettext_lazy("until a time of your own")),
    ]

    hours = forms.ChoiceField(
        label=gettext_lazy("For how long"), choices=LENGTHS, initial="24", widget=UnfoldAdminRadioSelectWidget
    )
    own = forms.SplitDateTimeField(
        label=gettext_lazy("Time of your own (UTC)"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The member reads it, and the audit keeps it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("hours") == self.OWN and "own" not in self.errors and not self._is_to_come(given.get("own")):
            self.add_error("own", _("Choose a moment in the future."))
        return given

    def until(self) -> datetime:
        hours = self.cleaned_data["hours"]
        return self.cleaned_data["own"] if hours == self.OWN else now() + timedelta(hours=int(hours))

    @staticmethod
    def _is_to_come(moment: datetime | None) -> bool:
        return moment is not None and moment > now()


@action(description=gettext_lazy("Silence until a time"), permissions=["moderate"])
def silence(page: MemberAdmin, request: HttpRequest, members: QuerySet[Member]) -> TemplateResponse | None:
    form = SilenceForm(asking.answers(request))
    if not form.is_valid():
        return asking.page(page, request, members, form, _("Silence until a time"))
    by, until, reason = staff.acting(request), form.until(), form.cleaned_data["reason"]
    asking.each(
        page, request, members, lambda member: silences.silence(by, member, until, reason), _("%(count)d silenced")
    )
    return None


@action(description=gettext_lazy("Let speak again"), permissions=["moderate"])
def lift(page: MemberAdmin, request: HttpRequest, members: QuerySet[Member]) -> None:
    by = staff.acting(request)
    asking.each(page, request, members, lambda member: silences.lift(by, member), _("%(count)d may speak again"))


MemberAdmin.actions = (*MemberAdmin.actions, silence, lift)
