"""Deciding many cases at once, and undoing it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from community.backstage import asking
from community.backstage.lists import ReadOnlyAdmin
from community.members.models import Community
from community.moderation import cases, rules, staff
from community.moderation.models import Case
from community.moderation.queue.decisions import NO_ARTICLE, REASON


class SettleForm(forms.Form):
    """One article and one reason for all; articles are offered where all cases are of one community."""

    rule = forms.ChoiceField(label=gettext_lazy("Article"), required=False, widget=UnfoldAdminRadioSelectWidget)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=REASON, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The audit keeps it."),
    )  # fmt: skip

    def __init__(self, chosen: QuerySet[Case], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        articles = [(article, article) for article in _articles(chosen)]
        self.fields["rule"].choices = [("", NO_ARTICLE), *articles]  # type: ignore[attr-defined]


class BulkActions(ReadOnlyAdmin):
    """The actions of the queue's list."""

    actions = ("keep", "hide", "reopen")

    @action(description=gettext_lazy("Let stand"), permissions=["moderate"])
    def keep(self, request: HttpRequest, rows: QuerySet[Case]) -> TemplateResponse | None:
        return self._settle(request, rows, Case.Verdict.KEEP, _("Let stand"), _("%(count)d let stand"))

    @action(description=gettext_lazy("Take out of sight"), permissions=["moderate"])
    def hide(self, request: HttpRequest, rows: QuerySet[Case]) -> TemplateResponse | None:
        return self._settle(request, rows, Case.Verdict.HIDE, _("Take out of sight"), _("%(count)d taken out of sight"))

    @action(description=gettext_lazy("Undo the decision"), permissions=["moderate"])
    def reopen(self, request: HttpRequest, rows: QuerySet[Case]) -> None:
        by = staff.acting(request)
        asking.each(self, request, rows, lambda row: cases.reopen(by, row), _("%(count)d open again"))

    def _settle(
        self, request: HttpRequest, rows: QuerySet[Case], verdict: str, title: str, done: str
    ) -> TemplateResponse | None:
        form = SettleForm(rows, asking.answers(request))
        if not form.is_valid():
            return asking.page(self, request, rows, form, title)
        by, given = staff.acting(request), form.cleaned_data
        asking.each(self, request, rows, lambda row: cases.settle(by, row, verdict, **given), done)
        return None


def _articles(chosen: QuerySet[Case]) -> list[str]:
    communities = Community.objects.filter(pk__in=chosen.order_by().values("community"))[:2]
    return rules.articles(communities[0]) if len(communities) == 1 else []
