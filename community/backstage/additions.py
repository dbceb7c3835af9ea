"""What upper layers put over every list: a page beside it, a part above its rows, an answer instead of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


@dataclass(frozen=True)
class Addition:
    """What a layer adds. Each part gets the list and the request.

    Attributes:
        path: of its page, below the list's address; the names of the page and of what it shows end in it.
        answer: its page, for whoever may look at the list.
        template: the part above the rows, drawn with what `about` tells.
        instead: what is answered instead of the list, if anything.
        only: the list that it is for, such as moderation.case; all, where none is named.
    """

    path: str
    answer: Callable[[Any, HttpRequest], HttpResponseBase]
    template: str
    about: Callable[[Any, HttpRequest], object]
    instead: Callable[[Any, HttpRequest], HttpResponse | None] = lambda page, request: None
    only: str = ""


_additions: list[Addition] = []


def register(addition: Addition) -> None:
    _additions.append(addition)


def urls(page: Any) -> list[URLPattern]:
    names = f"{page.opts.app_label}_{page.opts.model_name}"
    return [
        path(f"{one.path}/", page.admin_site.admin_view(_view(page, one)), name=f"{names}_{one.path}")
        for one in _of(page)
    ]


def instead(page: Any, request: HttpRequest) -> HttpResponse | None:
    return next(filter(None, (one.instead(page, request) for one in _of(page))), None)


def about(page: Any, request: HttpRequest) -> dict[str, object]:
    """What the parts above the rows show, and their templates."""
    return {"additions": [one.template for one in _of(page)]} | {
        one.path: one.about(page, request) for one in _of(page)
    }


def _of(page: Any) -> list[Addition]:
    return [one for one in _additions if one.only in ("", page.opts.label_lower)]


def _view(page: Any, one: Addition) -> Callable[[HttpRequest], HttpResponseBase]:
    def view(request: HttpRequest) -> HttpResponseBase:
        if not page.has_view_permission(request):
            raise PermissionDenied
        return one.answer(page, request)

    return view
