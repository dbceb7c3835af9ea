"""Word lists in the admin: many lines at once go in and out; and what was written with listed words in it."""

from collections.abc import Callable
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
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from community.backstage import asking, scope
from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.clock import now
from community.errors import Refusal
from community.members.models import Community
from community.moderation import staff, wordlists
from community.moderation.models import ListedWord


def _choices(name: str) -> Callable[[], Any]:
    """Those of the model, whose names are translated once its list is registered."""
    return lambda: ListedWord._meta.get_field(name).choices  # type: ignore[union-attr]


class EnterForm(forms.Form):
    """Many entries at once, with what they have in common."""

    community = forms.ModelChoiceField(
        Community.objects.none(), label=capfirst(gettext_lazy("community")), widget=UnfoldAdminSelectWidget
    )
    lines = forms.CharField(
        label=gettext_lazy("Entries, one a line"), widget=UnfoldAdminTextareaWidget, strip=False,
        help_text=gettext_lazy("A * at the end stands for any ending. Lines of a saved list keep what stands in them."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=capfirst(gettext_lazy("kind")),
        choices=_choices("kind"),
        initial="word",
        widget=UnfoldAdminRadioSelectWidget,
    )
    action = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=_choices("action"),
        initial="flag",
        widget=UnfoldAdminRadioSelectWidget,
    )
    note = forms.CharField(
        label=capfirst(gettext_lazy("note")),
        max_length=wordlists.NOTE,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    until = forms.SplitDateTimeField(
        label=gettext_lazy("Until (UTC)"), required=False, widget=UnfoldAdminSplitDateTimeWidget
    )

    def __init__(self, communities: QuerySet[Community], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        moment = self.cleaned_data["until"]
        if moment and moment <= now():
            raise forms.ValidationError(_("Choose a moment in the future."))
        return moment


@admin.register(ListedWord)
class ListedWordAdmin(ReadOnlyAdmin):
    """The word lists of communities."""

    within = "community"
    acts = "words.list"
    for_moderators = True
    list_display = ("text", "kind", "action", "community", "note", "until", "whose", "changed_at")
    list_filter = (
        ("community", RelatedFilter), ("kind", ChoicesDropdownFilter), ("action", ChoicesDropdownFilter),
    )  # fmt: skip
    list_select_related = ("community", "by", "staff")
    search_fields = ("text", "note")
    ordering = ("community", "kind", "text")
    fields = ("text", "kind", "action", "community", "note", "until", "whose", "changed_at")
    actions = ("strike", "save")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.has_moderate_permission(request)

    @admin.display(description=gettext_lazy("by"))
    def whose(self, entry: ListedWord) -> str:
        return str(entry.by or entry.staff or "")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for many entries at once, and enter them."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EnterForm(self.writable(request), asking.answers(request))
        if form.is_valid() and self._entered(request, form):
            return self._home()
        return asking.form_page(self, request, form, _("Enter words"))

    @action(description=gettext_lazy("Take off the list"), permissions=["moderate"])
    def strike(self, request: HttpRequest, rows: QuerySet[ListedWord]) -> None:
        asking.each(
            self, request, rows, lambda row: wordlists.strike(staff.acting(request, row), row), _("%(count)d taken off")
        )

    @action(description=gettext_lazy("Save the whole list of the community"))
    def save(self, request: HttpRequest, rows: QuerySet[ListedWord]) -> HttpResponse:
        whole = ListedWord.objects.filter(community__in=rows.values("community"))
        headers = {"Content-Disposition": 'attachment; filename="words.txt"'}
        return HttpResponse(wordlists.lines(whole), content_type="text/plain; charset=utf-8", headers=headers)

    def writable(self, request: HttpRequest) -> QuerySet[Community]:
        """Those whose lists the reader may write."""
        every = Community.objects.all()
        return every if self.acts_everywhere(request) else every.filter(pk__in=scope.communities(request, self.acts))

    def _home(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:moderation_listedword_changelist"))

    def _entered(self, request: HttpRequest, form: EnterForm) -> bool:
        given = dict(form.cleaned_data)
        community = given.pop("community")
        by = staff.acting_in(request, community.pk)
        try:
            count = wordlists.enter_lines(by, community, given.pop("lines"), **given)
        except Refusal as refusal:
            form.add_error("lines", _why(refusal))
            return False
        messages.success(request, _("%(count)d entered") % {"count": count})
        return True


def _why(refusal: Refusal) -> str:
    """What is wrong, and with which lines."""
    lines = refusal.data.get("lines")
    return " ".join([explained(refusal), *(lines if isinstance(lines, list) else ())])
