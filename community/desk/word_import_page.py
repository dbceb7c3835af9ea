"""Words from a file, in the admin: what the file would change is shown before it does, and taken back afterwards."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from community.backstage.additions import Addition
from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.backstage.sheets import sheet
from community.desk import files_read, word_imports, word_tables
from community.desk.models import WordImport
from community.errors import InvalidInput, Refusal
from community.moderation import staff
from community.moderation.listed_admin import EnterForm, ListedWordAdmin
from community.moderation.models import ListedWord

SHOWN = 200  # lines of each part of the preview
RECENT = 10
WHY = {
    "action": gettext_lazy("Nothing like this follows from an entry."),
    "kind": gettext_lazy("There is no such kind of entry."),
    "long": gettext_lazy("It is too long."),
    "nothing": gettext_lazy("It holds nothing that could be looked for."),
    "over": gettext_lazy("Its end is past."),
    "twice": gettext_lazy("It stands in the file already."),
    "until": gettext_lazy("Its end is no date."),
}


class ImportForm(EnterForm):
    """A file or pasted lines, and what counts where they say nothing."""

    field_order = ("community", "file", "lines", "kind", "action", "note")
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, widget=forms.FileInput({"accept": ".csv,.tsv,.txt"}),
        help_text=gettext_lazy("CSV or lines, in UTF-8 or GB18030: text, kind, action, note, until."),
    )  # fmt: skip
    lines = forms.CharField(
        label=gettext_lazy("Or the lines themselves"), required=False, widget=UnfoldAdminTextareaWidget, strip=False
    )
    until = None  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            given["text"] = self._text(given)
        except InvalidInput as refusal:
            self.add_error("file", explained(refusal))
        return given

    def usual(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "action", "note")}

    @staticmethod
    def _text(given: dict[str, Any]) -> str:
        file = given.get("file")
        return files_read.decoded(file.read(files_read.MOST_BYTES + 1)) if file else given.get("lines", "")


def answer(page: ListedWordAdmin, request: HttpRequest) -> HttpResponse:
    if not page.has_moderate_permission(request):
        raise PermissionDenied
    does = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    try:
        return does(page, request) if does else _drawn(page, request)
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        return HttpResponseRedirect(request.get_full_path())


def _prepare(page: ListedWordAdmin, request: HttpRequest) -> HttpResponse:
    form = ImportForm(page.writable(request), request.POST, request.FILES)
    if not form.is_valid():
        return _drawn(page, request, form)
    community = form.cleaned_data["community"]
    by = staff.acting_in(request, community.pk)
    made = word_imports.prepare(by, staff.account(request), community, form.cleaned_data["text"], form.usual())
    return HttpResponseRedirect(f"{request.path}?made={made.pk}")


def _confirm(page: ListedWordAdmin, request: HttpRequest) -> HttpResponse:
    made = _made(page, request)
    word_imports.confirm(staff.acting(request, made), made)
    messages.success(request, _("%(count)d entered") % {"count": len(made.lines)})
    return HttpResponseRedirect(request.path)


def _undo(page: ListedWordAdmin, request: HttpRequest) -> HttpResponse:
    made = _made(page, request)
    count = word_imports.undo(staff.acting(request, made), made)
    messages.success(request, _("%(count)d as before") % {"count": count})
    return HttpResponseRedirect(request.path)


def _save(page: ListedWordAdmin, request: HttpRequest) -> HttpResponse:
    """The whole list of a community, as it can be brought in again."""
    community = page.writable(request).filter(pk=_number(request.POST.get("community"))).first()
    if community is None:
        raise PermissionDenied
    rows = ListedWord.objects.filter(community=community).order_by("kind", "text")
    return sheet(f"words-{community.slug}", word_tables.COLUMNS, map(word_tables.row, rows))


_ACTS: dict[str, Callable[[ListedWordAdmin, HttpRequest], HttpResponse]] = {
    "prepare": _prepare, "confirm": _confirm, "undo": _undo, "save": _save,
}  # fmt: skip


def _drawn(page: ListedWordAdmin, request: HttpRequest, form: ImportForm | None = None) -> HttpResponse:
    communities = page.writable(request)
    made = _made(page, request) if request.GET.get("made") else None
    form = form or ImportForm(communities, initial={"community": communities.first()})
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Words from a file"),
        "media": page.media + form.media,
        "form": form,
        "made": made,
        "preview": _preview(made) if made else None,
        "recent": _imports(page, request).exclude(confirmed_at=None)[:RECENT],
        "communities": communities,
        "list": reverse("admin:moderation_listedword_changelist"),
    }
    return TemplateResponse(request, "desk/word_import.html", context)


def _preview(made: WordImport) -> dict[str, Any]:
    """The parts of what would happen, with the names of kinds and actions in the reader's language."""
    lines = [line | {name: _called(name, line[name]) for name in ("kind", "action", "was")} for line in made.lines]
    new = [line for line in lines if not line["was"]]
    changed = [line for line in lines if line["was"]]
    faults = [fault | {"why": WHY[fault["why"]]} for fault in made.faults]
    return {
        "parts": [(_("New"), len(new), new[:SHOWN]), (_("Changed"), len(changed), changed[:SHOWN])],
        "faults": faults[:SHOWN],
        "fault_count": len(faults),
    }


def _called(name: str, value: str) -> str:
    field = ListedWord._meta.get_field("action" if name == "was" else name)
    return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]


def _imports(page: ListedWordAdmin, request: HttpRequest) -> QuerySet[WordImport]:
    rows = WordImport.objects.filter(community__in=page.writable(request))
    return rows.select_related("community", "user").order_by("-pk")


def _made(page: ListedWordAdmin, request: HttpRequest) -> WordImport:
    """One's own preview, or whatever was confirmed in a community whose list one writes."""
    wanted = _number(request.POST.get("made") or request.GET.get("made"))
    made = _imports(page, request).filter(pk=wanted).first()
    if made is None or (made.confirmed_at is None and made.user_id != staff.account(request).pk):
        raise PermissionDenied
    return made


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _button(page: ReadOnlyAdmin, request: HttpRequest) -> dict[str, object]:
    return {"may": page.has_moderate_permission(request), "url": reverse("admin:moderation_listedword_import")}


ADDITION = Addition("import", answer, "desk/word_button.html", _button, only="moderation.listedword")
