"""Trials, for moderators to look at and to take back. Who voted for what is nowhere here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from community.backstage import asking, lists
from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin
from community.jury import handing, trials
from community.jury.models import Trial
from community.moderation import staff
from community.moderation.models import Appeal, Case
from community.moderation.queue import ways

lists.add_action(Case, handing.hand_over)
lists.add_action(Appeal, handing.hand_over_appeals)
ways.register(handing.WAY)


@admin.register(Trial)
class TrialAdmin(ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("member", "state", "asked", "verdict", "community", "began_at", "closes_at", "drawn")
    list_filter = (("community", RelatedFilter), ("state", ChoicesDropdownFilter))
    list_select_related = ("community", "member")
    search_fields = ("member__name", "reason", "rule")
    date_hierarchy = "began_at"
    ordering = ("-pk",)
    fields = (
        "member", "case", "appeal", "asked", "rule", "reason", "asked_by", "state", "size", "quorum", "drawn",
        "began_at", "answer_by", "answered_at", "answer", "opened_at", "closes_at",
        "closed_at", "verdict", "votes", "refusal", "commitment",
    )  # fmt: skip
    actions = ("withdraw",)

    @display(description=gettext_lazy("gone through"))
    def drawn(self, trial: Trial) -> int:
        return trial.reached

    @action(description=gettext_lazy("Take back from the jury"), permissions=["moderate"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Trial]) -> None:
        done = _("%(count)d taken back")
        asking.each(self, request, rows, lambda row: trials.withdraw(staff.acting(request, row), row), done)
