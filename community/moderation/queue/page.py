"""All that a moderator needs to read before deciding a case, on one page."""

from typing import Any

from django.http import HttpRequest

from community.members.models import Member, User
from community.moderation import colleagues, returning, staff, targets
from community.moderation.models import Case
from community.moderation.queue import decisions, order, part, ways
from community.moderation.queue.decisions import DecisionForm, NoteForm

SHOWN = 10  # of the member's earlier cases and sanctions


def about(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the page shows to a moderator; the case comes from `whole`."""
    user = staff.account(request)
    return {
        "case": case,
        "is_involved": case.member.user_id == user.pk,
        "is_mine": case.taken_by_id == user.pk,
        **_said(case),
        **_history(case),
        **_ways(request, case),
    }


def whole(pk: int) -> Case:
    """A case with everybody whom its page names."""
    people = ("community", "member__user", "member__invited_by", "taken_by", "settled_by")
    return Case.objects.select_related(*people).prefetch_related("sanctions").get(pk=pk)


def _said(case: Case) -> dict[str, Any]:
    """The words as they are now, what stands around them, and what others said of them."""
    now = targets.found(case.object)
    return {
        "is_gone": now is None or not now.stands,
        "words_now": now.words if now and now.stands and now.words != case.words else "",
        "around": targets.around(case.object) if now else [],
        "reports": case.reports.select_related("member").order_by("at"),
        "notes": case.notes.select_related("by").order_by("at"),
    }


def _history(case: Case) -> dict[str, Any]:
    """What there was with the same member."""
    others = case.member.cases.exclude(pk=case.pk)
    return {
        "open_cases": others.filter(settled_at=None).order_by(*order.ORDER)[:SHOWN],
        "earlier": others.exclude(settled_at=None).order_by("-settled_at")[:SHOWN],
        "sanctions": case.member.sanctions.order_by("-pk")[:SHOWN],
        "hints": returning.hints(case.member),
    }


def _ways(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What can be done here, and where one can go on."""
    cases = part.cases(request)
    last = order.last_decision(staff.account(request), cases)
    return {
        "form": DecisionForm(case) if case.is_open() else None,
        "note_form": NoteForm(),
        "ways": ways.shown(case),
        "colleagues": _colleagues(staff.account(request), case) if case.is_open() else [],
        "decided": "" if case.is_open() else decisions.taken(case),
        "before": order.before(cases, case),
        "after": order.after(cases, case),
        "part": part.query(request),
        "last": last,
        "last_decided": decisions.taken(last) if last else "",
    }


def _colleagues(user: User, case: Case) -> list[Member]:
    """Who could be asked to look after it."""
    return list(colleagues.who_could(case).exclude(user=user).order_by("name", "pk"))
