"""The queue: all cases, the most urgent first, and a page to decide each."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from community.backstage import names
from community.backstage.filters import RelatedFilter
from community.backstage.pages import PageAdmin
from community.moderation import staff
from community.moderation.models import Case, CaseNote, Report
from community.moderation.queue import acts, deadlines, decisions, order, page, part, rows, states
from community.moderation.queue.bulk import BulkActions
from community.moderation.queue.states import StateFilter
from community.text import excerpt

names.translate(Report)
names.translate(CaseNote)


@admin.register(Case)
class CaseAdmin(BulkActions, PageAdmin):
    within = "community"
    for_moderators = True
    list_display = ("what", "whose", "why", "community", "due", "hands")
    list_filter = (StateFilter, ("community", RelatedFilter), ("member", RelatedFilter))
    list_select_related = ("community", "member", "taken_by", "settled_by")
    list_before_template = "moderation/case/tabs.html"
    search_fields = ("words", "member__name", "member__user__username", "reports__note")
    search_help_text = gettext_lazy("Words, notes, or the name of the author")

    class Media:
        css = {"all": ["moderation/queue.css"]}
        js = [Script("moderation/queue.js", defer=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return rows.with_figures(super().get_queryset(request)).prefetch_related("sanctions")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Case | None:
        """A case without what the list shows of it: its page has that from elsewhere."""
        rows = self.reachable(Case.objects.all(), request)
        return rows.filter(pk=object_id).first() if object_id.isascii() and object_id.isdigit() else None

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-settled_at", "-pk") if states.chosen(request) == states.SETTLED else order.ORDER

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        last = order.last_decision(staff.account(request), part.cases(request))
        counts = states.counted(request)
        more = {
            "tabs": states.tabs(request, counts),
            "first": counts["first"],
            "part": part.query(request),
            "last": last,
            "last_decided": decisions.taken(last) if last else "",
            "may_act": self.has_moderate_permission(request),
        }
        return super().changelist_view(request, (extra_context or {}) | more)

    def shown(self, request: HttpRequest, row: Case, **forms: object) -> HttpResponse:
        case = page.whole(row.pk)
        about = page.about(request, case) | forms
        return self.page(request, case, "moderation/case.html", case.member.name, **about)

    def acted(self, request: HttpRequest, row: Case) -> HttpResponse:
        try:
            return acts.act(request, page.whole(row.pk))
        except acts.Unfinished as unfinished:
            return self.shown(request, row, **unfinished.forms)

    def called(self, row: Case) -> str:
        return f"{row.member}: {excerpt(row.words, 80) or row.object}"

    @display(description=gettext_lazy("what was reported"), header=True)
    def what(self, case: Case) -> list[str]:
        since = _("%(time)s ago") % {"time": timesince(case.opened_at, depth=1)}
        return [excerpt(case.words, 90) or case.object, since]

    @display(description=gettext_lazy("whose"), header=True)
    def whose(self, case: Any) -> list[str]:
        earlier = ngettext("%(count)d earlier sanction", "%(count)d earlier sanctions", case.sanctioned)
        others = ngettext("%(count)d other open case", "%(count)d other open cases", case.also_open)
        told = ((earlier, case.sanctioned), (others, case.also_open))
        return [case.member.name, " · ".join(text % {"count": count} for text, count in told if count)]

    @display(description=gettext_lazy("why"))
    def why(self, case: Any) -> str:
        called = dict(Report._meta.get_field("why").flatchoices)
        tags = format_html_join(
            " ", '<span class="queue-tag" data-tone="{}">{}</span>', ((why, called[why]) for why in sorted(case.whys))
        )
        people = ngettext("%(count)d person", "%(count)d people", case.reporters) % {"count": case.reporters}
        return format_html('<span class="queue-tags">{}</span><small>{}</small>', tags, people)

    @display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, case: Case) -> str:
        return deadlines.shown(case.due_at) if case.is_open() else ""

    @display(description=gettext_lazy("in whose hands"), header=True)
    def hands(self, case: Case) -> list[str]:
        if case.settled_at:
            by = case.settled_by.shown_name() if case.settled_by else ""
            return [decisions.taken(case), by]
        return [case.taken_by.shown_name() if case.taken_by else "", ""]
