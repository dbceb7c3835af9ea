"""What a moderator does on a case's page. Each act is a verb; refusals are told on the page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from community.backstage.refusals import explained
from community.errors import Refusal
from community.moderation import cases, staff
from community.moderation.models import Case
from community.moderation.queue import order
from community.moderation.queue.decisions import DecisionForm, NoteForm


def act(request: HttpRequest, case: Case) -> HttpResponse:
    """Do what the form's button says, and lead to where one goes on."""
    does = _ACTS.get(request.POST.get("do", ""))
    try:
        return does(request, case) if does else to(case)
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        return to(case)


def to(case: Case | None) -> HttpResponse:
    """To a case; to the list where there is none."""
    if case is None:
        return HttpResponseRedirect(reverse("admin:moderation_case_changelist"))
    return HttpResponseRedirect(reverse("admin:moderation_case_change", args=[case.pk]))


def _decide(request: HttpRequest, case: Case) -> HttpResponse:
    form = DecisionForm(case, request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return to(case)
    given = form.cleaned_data
    cases.settle(
        staff.acting(request), case, form.verdict(), rule=given["rule"], reason=given["reason"], penalty=form.penalty()
    )
    return to(order.next_for(staff.account(request), case))


def _note(request: HttpRequest, case: Case) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        cases.add_note(staff.acting(request), case, form.cleaned_data["text"])
    else:
        messages.error(request, _("A note has between 1 and 1000 characters."))
    return to(case)


def _take(request: HttpRequest, case: Case) -> HttpResponse:
    cases.take(staff.acting(request), case)
    return to(case)


def _let_go(request: HttpRequest, case: Case) -> HttpResponse:
    cases.let_go(staff.acting(request), case)
    return to(case)


def _reopen(request: HttpRequest, case: Case) -> HttpResponse:
    return to(cases.reopen(staff.acting(request), case))


_ACTS: dict[str, Callable[[HttpRequest, Case], HttpResponse]] = {
    "decide": _decide, "note": _note, "take": _take, "let_go": _let_go, "reopen": _reopen,
}  # fmt: skip
