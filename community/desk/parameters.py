"""Which parameters of an address a list of the admin understands; nothing else is saved, and nothing else followed."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import FieldListFilter, ListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

from community.backstage.lists import ReadOnlyAdmin
from community.errors import InvalidInput

LONGEST = 1000  # characters


def known(page: ReadOnlyAdmin, request: HttpRequest) -> set[str]:
    names = {SEARCH_VAR, ORDER_VAR}
    for one in page.get_list_filter(request):
        names.update(_expected(page, request, one))
    if page.date_hierarchy:
        names.update(f"{page.date_hierarchy}__{part}" for part in ("year", "month", "day"))
    return names


def kept(page: ReadOnlyAdmin, request: HttpRequest, given: QueryDict) -> str:
    """An address's end without what the list does not know and what is empty, always in the same order.

    Raises:
        InvalidInput: it is too long to be kept.
    """
    wanted = known(page, request)
    pairs = [(name, value) for name, values in sorted(given.lists()) if name in wanted for value in values if value]
    text = urlencode(pairs)
    if len(text) > LONGEST:
        raise InvalidInput("input.invalid", "This is too much to be saved.", limit=LONGEST)
    return text


def _expected(page: ReadOnlyAdmin, request: HttpRequest, one: Any) -> Iterable[str]:
    return [name for name in _filter(page, request, one).expected_parameters() if name]


def _filter(page: ReadOnlyAdmin, request: HttpRequest, one: Any) -> ListFilter:
    """A filter of the list with nothing chosen in it, made as Django makes it."""
    if callable(one):
        return one(request, {}, page.model, page)
    path, make = one if isinstance(one, (tuple, list)) else (one, FieldListFilter.create)
    field = get_fields_from_path(page.model, path)[-1]
    return make(field, request, {}, page.model, page, field_path=path)
