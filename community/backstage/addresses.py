"""Addresses of lists with a filter in them that fits nothing: the rest of what was asked for stays."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, SEARCH_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _


def mended(page: ModelAdmin, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer; or, where the list gave up on a filter and would forget all else, the way to it with the rest."""
    if not _gave_up(answer):
        return answer
    kept = request.GET.copy()
    for name in request.GET.keys() - _understood(page):
        del kept[name]
    if kept == request.GET:
        return answer
    messages.warning(request, _("A filter of this address fits nothing and was left out."))
    return HttpResponseRedirect(f"{request.path}?{kept.urlencode()}")


def _gave_up(answer: HttpResponse) -> bool:
    return isinstance(answer, HttpResponseRedirect) and answer.url.endswith(f"?{ERROR_FLAG}=1")


def _understood(page: ModelAdmin) -> set[str]:
    """What no list gives up on: the search, the order, and filters that leave out what they do not know."""
    own = (one for one in page.list_filter if isinstance(one, type) and issubclass(one, SimpleListFilter))
    return {SEARCH_VAR, ORDER_VAR, *(str(one.parameter_name) for one in own)}
