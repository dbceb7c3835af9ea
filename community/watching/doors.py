"""Middleware before all others: `/healthz`, `/readyz` and `/metrics` need no session, no host name, no limits.

A prober asks by an address that no setting lists, and is asked for nothing.
"""

import hmac
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from community.metrics import exposition
from community.watching import health

ALIVE, READY, FIGURES = "/healthz", "/readyz", "/metrics"


def doors(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        door = DOORS.get(request.path_info)
        return _unlogged(door(request)) if door else answer(request)

    return middleware


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Django would log each answer of a process that is not ready as an error; its prober knows already."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    is_ready, found = health.readiness()
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def figures(request: HttpRequest) -> HttpResponse:
    """The figures, or for those who may not see them what any unknown address gets."""
    if not may_read(request.META):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    return HttpResponse(exposition.text(), content_type=exposition.CONTENT_TYPE)


def may_read(environ: dict[str, Any]) -> bool:
    """Whether a request shows the token, or comes straight from an address on the list."""
    token = settings.OXBOW["METRICS_TOKEN"]
    shown = environ.get("HTTP_AUTHORIZATION", "").encode("utf-8", "replace")
    if token and hmac.compare_digest(shown, f"Bearer {token}".encode()):
        return True
    forwarded = "HTTP_X_FORWARDED_FOR" in environ or "HTTP_FORWARDED" in environ
    return not forwarded and _is_listed(environ.get("REMOTE_ADDR", ""))


def _is_listed(address: str) -> bool:
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(allowed, strict=False) for allowed in settings.OXBOW["METRICS_ALLOW"])


DOORS = {ALIVE: alive, READY: ready, FIGURES: figures}
