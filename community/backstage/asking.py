"""Actions on chosen rows: asking for what they need on a page of its own, and doing them one by one."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.backstage.lists import ReadOnlyAdmin
from community.backstage.refusals import explained
from community.errors import Refusal

ANSWERED = "answered"  # the field by which a form that was filled in is told from the list's own
SHOWN = 20  # rows named on the page


def answers(request: HttpRequest) -> QueryDict | None:
    """What a form is to be bound to: what the page sent, or nothing before it was shown."""
    return request.POST if ANSWERED in request.POST else None


def page(
    admin: ReadOnlyAdmin, request: HttpRequest, rows: QuerySet, form: forms.Form, title: str, note: str = ""
) -> TemplateResponse:
    """Ask; the answer comes back to the same action with the same rows."""
    chosen = list(rows)
    about = {
        "note": note,
        "rows": [admin.called(row) for row in chosen[:SHOWN]],
        "more": max(0, len(chosen) - SHOWN),
        "ids": [row.pk for row in chosen],
        "checkbox": ACTION_CHECKBOX_NAME,
        "action": request.POST["action"],
    }
    return form_page(admin, request, form, title, **about)


def form_page(
    admin: ReadOnlyAdmin, request: HttpRequest, form: forms.Form, title: str, **about: object
) -> TemplateResponse:
    """Ask for what makes new rows; the answer comes back to the same address."""
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.model._meta,
        "title": capfirst(title),
        "form": form,
        "answered": ANSWERED,
        "media": admin.media + form.media,
    }
    return TemplateResponse(request, "backstage/ask.html", context | about)


def each(
    admin: ReadOnlyAdmin, request: HttpRequest, rows: Iterable[Any], act: Callable[[Any], object], done: str
) -> None:
    """Do something to each row, whatever becomes of the others, and say how it went.

    Args:
        done: what is said at the end, with %(count)d in it.
    """
    count = 0
    for row in rows:
        try:
            act(row)
            count += 1
        except Refusal as refusal:
            messages.error(request, _("%(row)s: %(reason)s") % {"row": admin.called(row), "reason": explained(refusal)})
    if count:
        messages.success(request, done % {"count": count})
