"""Handing cases and appeals over in the admin: from a case's page, and from the lists."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from community.backstage import asking
from community.backstage.lists import ReadOnlyAdmin
from community.errors import InvalidInput
from community.jury import trials
from community.jury.models import Trial
from community.moderation import staff
from community.moderation.models import Appeal, Case
from community.moderation.queue.ways import Way

REASON = 300  # characters
ASKED = [
    ("ban", gettext_lazy("Suspension for good")),
    ("ban_90", gettext_lazy("Suspension for 90 days")),
    ("ban_30", gettext_lazy("Suspension for 30 days")),
    ("ban_7", gettext_lazy("Suspension for 7 days")),
    ("silence_30", gettext_lazy("Silence for 30 days")),
    ("silence_7", gettext_lazy("Silence for 7 days")),
]
_BACK = {
    "too_few": gettext_lazy("Too few members could judge: moderators decide."),
    "no_quorum": gettext_lazy("Too few of the jury voted: moderators decide."),
}
_REFUSED = gettext_lazy("The jury's verdict could not be carried out: moderators decide.")


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=REASON, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The jury reads it."),
    )  # fmt: skip


class HandOverForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=REASON, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The jury reads it, and whom it is about."),
    )  # fmt: skip
    asked = forms.ChoiceField(
        label=gettext_lazy("At most"), choices=ASKED, widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("The jury can choose anything milder."),
    )  # fmt: skip


@action(description=gettext_lazy("Hand to a jury"), permissions=["moderate"])
def hand_over(page: ReadOnlyAdmin, request: HttpRequest, rows: QuerySet[Case]) -> TemplateResponse | None:
    form = HandOverForm(asking.answers(request))
    if not form.is_valid():
        return asking.page(page, request, rows, form, _("Hand to a jury"))
    given, done = form.cleaned_data, _("%(count)d handed to a jury")
    asking.each(page, request, rows, lambda row: trials.hand_over(staff.acting(request, row), row, **given), done)
    return None


@action(description=gettext_lazy("Hand to a jury"), permissions=["moderate"])
def hand_over_appeals(page: ReadOnlyAdmin, request: HttpRequest, rows: QuerySet[Appeal]) -> TemplateResponse | None:
    form = WhyForm(asking.answers(request))
    if not form.is_valid():
        return asking.page(page, request, rows, form, _("Hand to a jury"))
    why, done = form.cleaned_data["reason"], _("%(count)d handed to a jury")
    asking.each(page, request, rows, lambda row: trials.hand_over_appeal(staff.acting(request, row), row, why), done)
    return None


def _about(case: Case, typed: QueryDict | None) -> dict[str, Any]:
    """The form, or who has the case; and why a jury gave it back before."""
    last = trials.latest(case=case)
    back = last.state == Trial.State.RETURNED if last else False
    return {
        "form": HandOverForm(typed),
        "trial": None if last is None or last.is_over() else last,
        "answer": last.answer if last and back else "",
        "returned": _BACK.get(last.refusal, _REFUSED) if last and back else "",
    }


def _act(request: HttpRequest, case: Case) -> None:
    form = HandOverForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("input.invalid", "Choose what the jury can decide at most.", fields={"asked": "unknown"})
    trial = trials.hand_over(staff.acting(request, case), case, **form.cleaned_data)
    if not trial.is_over():
        messages.success(request, _("The jury was drawn."))


WAY = Way("jury", "jury/hand_over.html", _about, _act)
