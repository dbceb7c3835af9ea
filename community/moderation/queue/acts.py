"""What a moderator does on a case's page. Each act is a verb; refusals are told on the page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from community.backstage.refusals import explained
from community.errors import Conflict, Refusal
from community.members.models import Member
from community.moderation import cases, colleagues, staff
from community.moderation.models import Case
from community.moderation.queue import order, part, ways
from community.moderation.queue.decisions import DecisionForm, NoteForm


class Unfinished(Exception):
    """The page is to be shown again with what was entered, and what is wrong with it was told.

    Attributes:
        forms: by their name on the page; in `ways`, what upper layers show.
    """

    def __init__(self, **forms: object) -> None:
        super().__init__()
        self.forms = forms


def act(request: HttpRequest, case: Case) -> HttpResponse:
    """Do what the form's button says, and lead to where one goes on."""
    does = _ACTS.get(request.POST.get("do", ""), _go)
    try:
        return does(request, case)
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        return to(request, case)


def to(request: HttpRequest, case: Case | None) -> HttpResponse:
    """To a case; to the list where there is none."""
    if case is None:
        where = reverse("admin:moderation_case_changelist")
    else:
        where = reverse("admin:moderation_case_change", args=[case.pk])
    return HttpResponseRedirect(where + part.query(request))


def _decide(request: HttpRequest, case: Case) -> HttpResponse:
    form = DecisionForm(case, request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        raise Unfinished(form=form)
    try:
        _settle(request, case, form)
    except Conflict:
        raise
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        raise Unfinished(form=form) from None
    return to(request, order.next_for(staff.account(request), part.cases(request), case))


def _settle(request: HttpRequest, case: Case, form: DecisionForm) -> None:
    given = form.cleaned_data
    cases.settle(
        staff.acting(request, case), case, form.verdict(), rule=given["rule"], reason=given["reason"],
        penalty=form.penalty(), part=form.part(),
    )  # fmt: skip


def _note(request: HttpRequest, case: Case) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A note has between 1 and 1000 characters."))
        raise Unfinished(note_form=form)
    try:
        cases.add_note(staff.acting(request, case), case, form.cleaned_data["text"])
    except Refusal as refusal:
        messages.error(request, explained(refusal))
        raise Unfinished(note_form=form) from None
    return to(request, case)


def _take(request: HttpRequest, case: Case) -> HttpResponse:
    cases.take(staff.acting(request, case), case)
    return to(request, case)


def _give(request: HttpRequest, case: Case) -> HttpResponse:
    to_whom = Member.objects.filter(pk=_number(request.POST.get("colleague", "")), community=case.community_id).first()
    if to_whom is None:
        messages.error(request, _("Choose somebody."))
        return to(request, case)
    colleagues.give(staff.acting(request, case), case, to_whom)
    return to(request, case)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _let_go(request: HttpRequest, case: Case) -> HttpResponse:
    cases.let_go(staff.acting(request, case), case)
    return to(request, case)


def _reopen(request: HttpRequest, case: Case) -> HttpResponse:
    return to(request, cases.reopen(staff.acting(request, case), case))


def _go(request: HttpRequest, case: Case) -> HttpResponse:
    """What an upper layer does, or nothing where nobody knows the button."""
    if way := ways.named(request.POST.get("do", "")):
        try:
            way.act(request, case)
        except Conflict:
            raise
        except Refusal as refusal:
            messages.error(request, explained(refusal))
            raise Unfinished(ways=ways.shown(case, request.POST)) from None
    return to(request, case)


_ACTS: dict[str, Callable[[HttpRequest, Case], HttpResponse]] = {
    "decide": _decide, "note": _note, "take": _take, "let_go": _let_go, "give": _give, "reopen": _reopen,
}  # fmt: skip
