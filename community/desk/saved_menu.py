"""The menu of saved lists over every list of the admin, and the page on which they are kept."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from community.backstage import scope
from community.backstage.additions import Addition
from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.desk import parameters, saved
from community.desk.models import SavedList
from community.errors import NotFound, Refusal
from community.members.models import Community
from community.moderation import staff

NAME = SavedList._meta.get_field("name").max_length


class SaveForm(forms.Form):
    """How it is called, and who finds it."""

    name = forms.CharField(label=capfirst(gettext_lazy("name")), max_length=NAME, widget=UnfoldAdminTextInputWidget)
    community = forms.ModelChoiceField(
        Community.objects.none(), label=gettext_lazy("Who finds it"), required=False,
        empty_label=gettext_lazy("Only me"), widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    first = forms.BooleanField(
        label=gettext_lazy("Show it to me first"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    def __init__(self, reader: saved.Reader, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = Community.objects.filter(pk__in=reader.speaks)
        self.fields["community"].queryset = mine  # type: ignore[attr-defined]
        self.fields["community"].label_from_instance = _shared_with  # type: ignore[attr-defined]


def instead(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse | None:
    """Whoever opens a list with nothing chosen is led to what they want to see first."""
    if request.method != "GET" or request.GET or not page.has_view_permission(request):
        return None
    row = next((row for row in _rows(page, request) if row.is_first), None)
    return HttpResponseRedirect(_followed(page, request, row)) if row else None


def about(page: ReadOnlyAdmin, request: HttpRequest) -> dict[str, object]:
    """What the menu shows."""
    rows = _rows(page, request)
    query = _shown(page, request)
    return {
        "rows": rows,
        "query": query,
        "chosen": next((row for row in rows if row.query == query), None),
        "url": reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_saved"),
    }


def answer(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse:
    """Save what was shown, and look after what was saved."""
    does = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    if does is None:
        return _drawn(page, request, SaveForm(_reader(request)))
    try:
        return does(page, request)
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        return HttpResponseRedirect(request.get_full_path())


def _keep(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse:
    reader, query = _reader(request), parameters.kept(page, request, request.GET)
    form = SaveForm(reader, request.POST)
    if not query or not form.is_valid():
        return _drawn(page, request, form)
    given = form.cleaned_data
    row = saved.keep(reader, page.opts.label_lower, given["name"], query, given["community"])
    if given["first"]:
        saved.put_first(reader, row)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_followed(page, request, row))


def _rename(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse:
    name = forms.CharField(max_length=NAME)
    try:
        wanted = name.clean(request.POST.get("name"))
    except forms.ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        saved.rename(_reader(request), _row(page, request), wanted)
    return _again(request)


def _first(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse:
    saved.put_first(_reader(request), _row(page, request))
    return _again(request)


def _none_first(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse:
    saved.put_none_first(_reader(request), page.opts.label_lower)
    return _again(request)


def _forget(page: ReadOnlyAdmin, request: HttpRequest) -> HttpResponse:
    saved.forget(_reader(request), _row(page, request))
    return _again(request)


_ACTS: dict[str, Callable[[ReadOnlyAdmin, HttpRequest], HttpResponse]] = {
    "keep": _keep, "rename": _rename, "first": _first, "none_first": _none_first, "forget": _forget,
}  # fmt: skip


def _drawn(page: ReadOnlyAdmin, request: HttpRequest, form: SaveForm) -> HttpResponse:
    reader = _reader(request)
    rows = saved.visible_to(reader, page.opts.label_lower)
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Saved lists"),
        "media": page.media + form.media,
        "form": form,
        "query": _shown(page, request),
        "rows": [(row, saved.may_change(reader, row)) for row in rows],
        "list": _list(page),
    }
    return TemplateResponse(request, "desk/saved.html", context)


def _shown(page: ReadOnlyAdmin, request: HttpRequest) -> str:
    """What is chosen, as far as it could be saved."""
    try:
        return parameters.kept(page, request, request.GET)
    except Refusal:
        return ""


def _followed(page: ReadOnlyAdmin, request: HttpRequest, row: SavedList) -> str:
    """Where a saved list is. What its page has forgotten meanwhile is left out; `q` keeps it from asking again."""
    query = parameters.kept(page, request, QueryDict(row.query))
    return f"{_list(page)}?{query or 'q='}"


def _row(page: ReadOnlyAdmin, request: HttpRequest) -> SavedList:
    wanted = request.POST.get("saved", "")
    rows = saved.visible_to(_reader(request), page.opts.label_lower)
    row = rows.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    if row is None:
        raise NotFound("saved list")
    return row


def _rows(page: ReadOnlyAdmin, request: HttpRequest) -> list[Any]:
    """What was saved of a list, looked up once a request."""
    if not hasattr(request, "saved_lists"):
        request.saved_lists = list(saved.visible_to(_reader(request), page.opts.label_lower))  # type: ignore[attr-defined]
    return request.saved_lists  # type: ignore[attr-defined]


def _reader(request: HttpRequest) -> saved.Reader:
    here = frozenset(scope.communities(request, scope.ENTER))
    speaks = frozenset(pk for pk in here if scope.member_of(request, pk).hush() is None)
    edits = speaks & frozenset(scope.communities(request, "community.edit"))
    return saved.Reader(staff.account(request), here, speaks, edits)


def _list(page: ReadOnlyAdmin) -> str:
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def _again(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.path)


def _shared_with(community: Community) -> str:
    return _("Moderators of %(community)s") % {"community": community}


ADDITION = Addition("saved", answer, "desk/menu.html", about, instead)
