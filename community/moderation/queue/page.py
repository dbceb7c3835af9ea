"""All that a moderator needs to read before deciding a case, on one page."""

from typing import Any

from community.members.models import User
from community.moderation import targets
from community.moderation.models import Case
from community.moderation.queue import decisions, order
from community.moderation.queue.decisions import DecisionForm, NoteForm

SHOWN = 10  # of the member's earlier cases and sanctions


def about(user: User, case: Case) -> dict[str, Any]:
    """What the page shows to a moderator; the case comes from `whole`."""
    return {
        "case": case,
        "is_involved": case.member.user_id == user.pk,
        "is_mine": case.taken_by_id == user.pk,
        **_said(case),
        **_history(case),
        **_ways(user, case),
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
    }


def _ways(user: User, case: Case) -> dict[str, Any]:
    """What can be done here, and where one can go on."""
    last = order.last_decision(user)
    return {
        "form": DecisionForm(case) if case.is_open() else None,
        "note_form": NoteForm(),
        "decided": "" if case.is_open() else decisions.taken(case),
        "before": order.before(case),
        "after": order.after(case),
        "last": last,
        "last_decided": decisions.taken(last) if last else "",
    }
