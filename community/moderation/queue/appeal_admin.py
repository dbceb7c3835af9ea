"""What members say against sanctions, and answering them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from community.backstage.filters import RelatedFilter
from community.backstage.labels import Label
from community.backstage.pages import PageAdmin
from community.backstage.refusals import explained
from community.clock import now
from community.errors import Refusal
from community.moderation import appeals, reserved, staff
from community.moderation.models import Appeal
from community.moderation.queue import deadlines
from community.text import excerpt

OUTCOMES = {"": "warning", "upheld": "", "lifted": "success"}


class AnswerForm(forms.Form):
    """Whether it stands, and the words that the member reads."""

    outcome = forms.ChoiceField(
        choices=[("upheld", gettext_lazy("The sanction stands")), ("lifted", gettext_lazy("Lift the sanction"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(max_length=1000)

    def outcomes(self) -> list[tuple[str, object]]:
        """Each choice behind its digit."""
        return [(str(place), choice) for place, choice in enumerate(self["outcome"], 1)]


class AnsweredFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [
            ("open", gettext_lazy("waiting")),
            ("late", gettext_lazy("late")),
            ("answered", gettext_lazy("answered")),
        ]

    def queryset(self, request: HttpRequest, rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
        match self.value():
            case "open":
                return rows.filter(answered_at=None)
            case "late":
                return rows.filter(answered_at=None, due_at__lt=now())
            case "answered":
                return rows.exclude(answered_at=None)
        return rows


@admin.register(Appeal)
class AppealAdmin(PageAdmin):
    within = "community"
    for_moderators = True
    list_display = ("what", "whose", "step", "community", "due", "state")
    list_filter = (AnsweredFilter, ("community", RelatedFilter))
    list_select_related = ("community", "sanction__member", "answered_by")
    search_fields = ("words", "answer", "sanction__member__name")

    class Media:
        css = {"all": ["moderation/queue.css"]}
        js = [Script("moderation/queue.js", defer=True)]

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """What is open first, the most urgent before the others; then the latest answers."""
        return F("answered_at").desc(nulls_first=True), "due_at", "pk"

    def shown(self, request: HttpRequest, row: Appeal, form: AnswerForm | None = None) -> HttpResponse:
        appeal = _whole(row.pk)
        about = {
            "appeal": appeal,
            "sanction": appeal.sanction,
            "form": form or AnswerForm(),
            "refused": _refused(request, appeal),
        }
        return self.page(request, appeal, "moderation/appeal.html", appeal.sanction.member.name, **about)

    def acted(self, request: HttpRequest, row: Appeal) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.shown(request, row, form)
        try:
            appeals.answer(staff.acting(request, row), row, form.cleaned_data["outcome"], form.cleaned_data["answer"])
        except Refusal as refusal:
            messages.error(request, explained(refusal))
            return self.shown(request, row, form)
        messages.success(request, _("The member was told."))
        return HttpResponseRedirect(reverse("admin:moderation_appeal_changelist"))

    @display(description=gettext_lazy("what the member says"))
    def what(self, appeal: Appeal) -> str:
        return excerpt(appeal.words, 90)

    @display(description=gettext_lazy("member"))
    def whose(self, appeal: Appeal) -> str:
        return appeal.sanction.member.name

    @display(description=gettext_lazy("sanction"))
    def step(self, appeal: Appeal) -> str:
        return appeal.sanction.get_grade_display()

    @display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, appeal: Appeal) -> str:
        return "" if appeal.answered_at else deadlines.shown(appeal.due_at)

    @display(description=gettext_lazy("state"), label=OUTCOMES)
    def state(self, appeal: Appeal) -> Label:
        return Label(appeal.outcome, appeal.get_outcome_display() if appeal.outcome else _("waiting"))


def _whole(pk: int) -> Appeal:
    people = ("community", "sanction__member__user", "sanction__by", "sanction__case", "answered_by")
    return Appeal.objects.select_related(*people).get(pk=pk)


def _refused(request: HttpRequest, appeal: Appeal) -> str:
    """Why this reader cannot answer, if so."""
    try:
        by = staff.acting(request, appeal)
        appeals.require_somebody_else(by, appeal.sanction)
        reserved.require_answering(by, appeal)
    except Refusal as refusal:
        return explained(refusal)
    return ""
