"""People from a file, in the admin: whom the file would invite is shown before anybody is written to."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from community.backstage import names, scope
from community.backstage.additions import Addition
from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.desk import files_read, guests
from community.desk.models import Guest, GuestList
from community.errors import InvalidInput, Refusal
from community.members.admin import MemberAdmin
from community.members.models import Community, Member

WHY = {
    "address": gettext_lazy("This is no e-mail address."),
    "invited": gettext_lazy("Invited already, or named twice."),
    "long": gettext_lazy("It is too long."),
    "role": gettext_lazy("This role is not given like this."),
}


class GuestForm(forms.Form):
    """A file or pasted lines."""

    community = forms.ModelChoiceField(
        Community.objects.none(), label=capfirst(gettext_lazy("community")), widget=UnfoldAdminSelectWidget
    )
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, widget=forms.FileInput({"accept": ".csv,.tsv,.txt"}),
        help_text=gettext_lazy(
            "CSV with a heading, in UTF-8 or GB18030: email, name, role, and the community's own fields."
        ),
    )  # fmt: skip
    lines = forms.CharField(
        label=gettext_lazy("Or the lines themselves"), required=False, widget=UnfoldAdminTextareaWidget, strip=False
    )

    def __init__(self, communities: QuerySet[Community], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["community"].queryset = communities  # type: ignore[attr-defined]
        self.initial.setdefault("community", communities.first())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        try:
            given["text"] = files_read.decoded(file.read(files_read.MOST_BYTES + 1)) if file else given.get("lines", "")
        except InvalidInput as refusal:
            self.add_error("file", explained(refusal))
        return given


def answer(page: MemberAdmin, request: HttpRequest) -> HttpResponse:
    if not _inviting(request):
        raise PermissionDenied
    does = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    try:
        return does(page, request) if does else _drawn(page, request)
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        return HttpResponseRedirect(request.path)


def _prepare(page: MemberAdmin, request: HttpRequest) -> HttpResponse:
    form = GuestForm(_communities(request), request.POST, request.FILES)
    if not form.is_valid():
        return _drawn(page, request, form)
    made = guests.prepare(_me(request, form.cleaned_data["community"].pk), form.cleaned_data["text"])
    return HttpResponseRedirect(f"{request.path}?made={made.pk}")


def _confirm(page: MemberAdmin, request: HttpRequest) -> HttpResponse:
    made = _made(request)
    count = guests.confirm(_me(request, made.community_id), made)
    messages.success(request, _("%(count)d invited; the letters go out within minutes") % {"count": count})
    return HttpResponseRedirect(request.path)


_ACTS: dict[str, Callable[[MemberAdmin, HttpRequest], HttpResponse]] = {"prepare": _prepare, "confirm": _confirm}


def _drawn(page: MemberAdmin, request: HttpRequest, form: GuestForm | None = None) -> HttpResponse:
    made = _made(request) if request.GET.get("made") else None
    form = form or GuestForm(_communities(request))
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("Invite people from a file"),
        "media": page.media + form.media,
        "form": form,
        "made": made,
        "guests": [one | {"role": names.role(one["role"])} for one in made.guests] if made else [],
        "faults": [fault | {"why": WHY[fault["why"]]} for fault in made.faults] if made else [],
        "pending": Guest.objects.filter(community__in=_inviting(request)).count(),
        "days": guests.DAYS,
        "list": reverse("admin:members_member_changelist"),
    }
    return TemplateResponse(request, "desk/guests.html", context)


def _made(request: HttpRequest) -> GuestList:
    """One's own preview, while one may invite."""
    wanted = request.POST.get("made") or request.GET.get("made") or ""
    mine = GuestList.objects.filter(by__user=request.user.pk, community__in=_inviting(request))
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 19
    made = mine.select_related("community").filter(pk=wanted).first() if is_number else None
    if made is None:
        raise PermissionDenied
    return made


def _inviting(request: HttpRequest) -> list[int]:
    return scope.communities(request, guests.INVITES)


def _communities(request: HttpRequest) -> QuerySet[Community]:
    return Community.objects.filter(pk__in=_inviting(request))


def _me(request: HttpRequest, community_id: int) -> Member:
    member = scope.member_of(request, community_id)
    if member is None:
        raise PermissionDenied
    return member


def _button(page: ReadOnlyAdmin, request: HttpRequest) -> dict[str, object]:
    return {"may": bool(_inviting(request)), "url": reverse("admin:members_member_invite")}


ADDITION = Addition("invite", answer, "desk/guest_button.html", _button, only="members.member")
