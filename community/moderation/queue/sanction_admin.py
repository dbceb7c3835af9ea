"""What was imposed on whom, and lifting it."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display

from community.backstage import asking
from community.backstage.filters import RelatedFilter
from community.backstage.labels import Label
from community.backstage.lists import ReadOnlyAdmin
from community.clock import now
from community.moderation import sanctions, staff
from community.moderation.models import Sanction

GRADES = {"notice": "", "mute": "info", "silence": "warning", "ban": "danger"}
STATES = {"holds": "warning", "lifted": "success", "over": ""}


def holding() -> Q:
    """The twin of `Sanction.holds`."""
    return Q(lifted_at=None) & ~Q(grade=Sanction.Grade.NOTICE) & (Q(until=None) | Q(until__gt=now()))


class HoldsFilter(DropdownFilter):
    title = gettext_lazy("in force")
    parameter_name = "holds"

    def lookups(self, request: HttpRequest, page: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [("yes", gettext_lazy("in force")), ("no", gettext_lazy("over"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Sanction]) -> QuerySet[Sanction]:
        match self.value():
            case "yes":
                return rows.filter(holding())
            case "no":
                return rows.exclude(holding())
        return rows


@admin.register(Sanction)
class SanctionAdmin(ReadOnlyAdmin):
    within = "community"
    acts = "member.silence"
    for_moderators = True
    list_display = ("whom", "step", "rule", "by", "at", "until", "state", "community")
    list_filter = (
        ("community", RelatedFilter), ("grade", ChoicesDropdownFilter), HoldsFilter,
        ("member", RelatedFilter),
    )  # fmt: skip
    list_select_related = ("community", "member", "by", "lifted_by")
    search_fields = ("member__name", "member__user__username", "reason", "rule")
    date_hierarchy = "at"
    ordering = ("-pk",)
    fields = (
        "member", "grade", "place", "rule", "reason", "the_case", "by", "at", "until", "state",
        "lifted_by", "lifted_at",
    )  # fmt: skip
    actions = ("lift",)

    class Media:
        css = {"all": ["moderation/queue.css"]}

    def called(self, row: Sanction) -> str:
        return f"{row.member}: {row.get_grade_display()}"

    @display(description=gettext_lazy("member"), header=True, ordering="member__name")
    def whom(self, row: Sanction) -> list[str]:
        return [row.member.name, row.reason]

    @display(description=gettext_lazy("grade"), label=GRADES, ordering="grade")
    def step(self, row: Sanction) -> Label:
        return Label(row.grade, row.get_grade_display())

    @display(description=gettext_lazy("state"), label=STATES)
    def state(self, row: Sanction) -> Label:
        if row.lifted_at:
            return Label("lifted", _("lifted"))
        return Label("holds", _("in force")) if row.holds() else Label("over", _("over"))

    @display(description=gettext_lazy("case"))
    def the_case(self, row: Any) -> str:
        if row.case_id is None:
            return ""
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:moderation_case_change", args=[row.case_id]), _("Open")
        )

    @action(description=gettext_lazy("Lift"), permissions=["moderate"])
    def lift(self, request: HttpRequest, rows: QuerySet[Sanction]) -> None:
        asking.each(
            self, request, rows, lambda row: sanctions.lift(staff.acting(request, row), row), _("%(count)d lifted")
        )
