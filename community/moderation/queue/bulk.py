"""Deciding many cases at once, and undoing it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminSelectWidget

from community.backstage import asking
from community.backstage.lists import ReadOnlyAdmin
from community.moderation import cases, staff
from community.moderation.models import Case
from community.moderation.queue.citing import MEMBER_READS_IT, CitingForm, require_either
from community.moderation.queue.decisions import DECISIONS, LENGTHS, require_end, until
from community.moderation.sanctions import Grade, Penalty

A_DAY = "24"  # one of `LENGTHS`
FOLLOWING = (Grade.NOTICE, Grade.SILENCE, Grade.BAN)  # of a place each would have its own


class HidingForm(CitingForm):
    """What follows besides, for each author once, whatever number of cases is about them."""

    told = MEMBER_READS_IT
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), required=False, initial="hide", widget=UnfoldAdminRadioSelectWidget,
        choices=[(one.name, one.label) for one in DECISIONS if one.name in ("hide", *FOLLOWING)],
    )  # fmt: skip
    length = forms.ChoiceField(
        label=gettext_lazy("For how long"),
        required=False,
        initial=A_DAY,
        choices=LENGTHS,
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ("decision", "length", "rule", "reason")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") in FOLLOWING:
            require_end(self, given["decision"], given)
            require_either(self, given)
        return given

    def penalty(self) -> Penalty | None:
        given = self.cleaned_data
        follows = given["decision"] in FOLLOWING
        return Penalty(given["decision"], until(given["length"] or A_DAY)) if follows else None


class BulkActions(ReadOnlyAdmin):
    """The actions of the queue's list."""

    actions = ("keep", "hide", "reopen")

    @action(description=gettext_lazy("Let stand"), permissions=["moderate"])
    def keep(self, request: HttpRequest, rows: QuerySet[Case]) -> TemplateResponse | None:
        form = CitingForm(rows, asking.answers(request))
        if not form.is_valid():
            return asking.page(self, request, rows, form, _("Let stand"))
        asking.each(self, request, rows, _settling(request, form, Case.Verdict.KEEP), _("%(count)d let stand"))
        return None

    @action(description=gettext_lazy("Take out of sight"), permissions=["moderate"])
    def hide(self, request: HttpRequest, rows: QuerySet[Case]) -> TemplateResponse | None:
        form = HidingForm(rows, asking.answers(request))
        if not form.is_valid():
            return asking.page(self, request, rows, form, _("Take out of sight"))
        act = _settling(request, form, Case.Verdict.HIDE, form.penalty())
        asking.each(self, request, rows, act, _("%(count)d taken out of sight"))
        return None

    @action(description=gettext_lazy("Undo the decision"), permissions=["moderate"])
    def reopen(self, request: HttpRequest, rows: QuerySet[Case]) -> None:
        asking.each(
            self, request, rows, lambda row: cases.reopen(staff.acting(request, row), row), _("%(count)d open again")
        )


def _settling(
    request: HttpRequest, form: CitingForm, verdict: str, penalty: Penalty | None = None
) -> Callable[[Case], None]:
    """What settles each case, with what follows for its author at their first one."""
    why = {name: form.cleaned_data[name] for name in ("rule", "reason")}
    struck: set[int] = set()

    def settle(case: Case) -> None:
        follows = None if case.member_id in struck else penalty
        cases.settle(staff.acting(request, case), case, verdict, penalty=follows, **why)
        struck.add(case.member_id)

    return settle
