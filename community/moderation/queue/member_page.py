"""What there was with a member, below their fields in the admin: cases, sanctions, and what moderators noted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from community.backstage import lists
from community.members.admin import MemberAdmin
from community.members.models import Member
from community.moderation import notes, returning, staff
from community.moderation.queue import order, role_changes
from community.moderation.queue.decisions import NoteForm

SHOWN = 20


def about(request: HttpRequest, member: Member) -> dict[str, Any]:
    cases = member.cases.all()
    return {
        "open_cases": order.open_ones(cases)[:SHOWN],
        "earlier": cases.exclude(settled_at=None).order_by("-settled_at")[:SHOWN],
        "sanctions": member.sanctions.order_by("-pk")[:SHOWN],
        "hints": returning.hints(member),
        "role_changes": role_changes.of(member),
        "member_notes": member.moderators_notes.select_related("by").order_by("-pk")[:SHOWN],
        "member_note": NoteForm(),
        "may_note": lists.of(Member).has_moderate_permission(request, member),
    }


def note(request: HttpRequest, member: Member) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        notes.add(staff.acting(request, member), member, form.cleaned_data["text"])
    else:
        messages.error(request, _("A note has between 1 and 1000 characters."))
    return HttpResponseRedirect(request.path)


def add_to(page: type[MemberAdmin]) -> None:
    page.told.append(about)
    page.done["note"] = note
    page.change_form_outer_after_template = "moderation/member/page.html"
