"""Middleware that times every request by its route: a route has no ids in it, so the list of figures stays short."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from community import metrics
from community.metrics import exposition

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def timed(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        exposition.begin_sharing()
        began = time.perf_counter()
        response = answer(request)
        seconds = time.perf_counter() - began
        metrics.HTTP_REQUEST_SECONDS.of(_method(request), _route(request), str(response.status_code)).observe(seconds)
        return response

    return middleware


def _method(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "other"


def _route(request: HttpRequest) -> str:
    """The pattern of the address, such as `api/v1/rooms/<int:pk>/`; the web app's pages and files have one together."""
    match = request.resolver_match
    return match.route if match and not match.route.startswith("^") else "web"
