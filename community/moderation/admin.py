"""What moderators can do to members: silence them until a time, and lift it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSplitDateTimeWidget

from community.backstage import asking
from community.clock import now
from community.members.admin import MemberAdmin
from community.members.models import Member
from community.moderation import silences, staff
from community.moderation.audit_admin import AuditAdmin
from community.moderation.listed_admin import ListedWordAdmin
from community.moderation.queue import member_page
from community.moderation.queue.appeal_admin import AppealAdmin
from community.moderation.queue.case_admin import CaseAdmin
from community.moderation.queue.citing import MEMBER_READS_IT, CitingForm, require_either
from community.moderation.queue.sanction_admin import SanctionAdmin

__all__ = ["AppealAdmin", "AuditAdmin", "CaseAdmin", "ListedWordAdmin", "SanctionAdmin"]


class SilenceForm(CitingForm):
    """For how long, by what article and why; the member is told all of it."""

    told = MEMBER_READS_IT
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
    field_order = ("hours", "own", "rule", "reason")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("hours") == self.OWN and "own" not in self.errors and not self._is_to_come(given.get("own")):
            self.add_error("own", _("Choose a moment in the future."))
        require_either(self, given)
        return given

    def until(self) -> datetime:
        hours = self.cleaned_data["hours"]
        return self.cleaned_data["own"] if hours == self.OWN else now() + timedelta(hours=int(hours))

    @staticmethod
    def _is_to_come(moment: datetime | None) -> bool:
        return moment is not None and moment > now()


@action(description=gettext_lazy("Silence until a time"), permissions=["moderate"])
def silence(page: MemberAdmin, request: HttpRequest, members: QuerySet[Member]) -> TemplateResponse | None:
    form = SilenceForm(members, asking.answers(request))
    if not form.is_valid():
        return asking.page(page, request, members, form, _("Silence until a time"))
    until, why = form.until(), {name: form.cleaned_data[name] for name in ("rule", "reason")}
    asking.each(
        page, request, members, lambda row: silences.silence(staff.acting(request, row), row, until, **why),
        _("%(count)d silenced"),
    )  # fmt: skip
    return None


@action(description=gettext_lazy("Let speak again"), permissions=["moderate"])
def lift(page: MemberAdmin, request: HttpRequest, members: QuerySet[Member]) -> None:
    asking.each(
        page, request, members, lambda row: silences.lift(staff.acting(request, row), row),
        _("%(count)d may speak again"),
    )  # fmt: skip


MemberAdmin.actions = (*MemberAdmin.actions, silence, lift)
member_page.add_to(MemberAdmin)
