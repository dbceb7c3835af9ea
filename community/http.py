"""The HTTP door: one base view, and the page that carries the web app."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from pydantic_core import to_json
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.errors import InvalidInput


class Endpoint(APIView):
    """A view that parses, calls one verb and answers with a shape, or with a list of rows and a cursor."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        if not isinstance(response, HttpResponseBase):
            response = HttpResponse(to_json({} if response is None else response), content_type="application/json")
        return super().finalize_response(request, response, *args, **kwargs)


class PublicEndpoint(Endpoint):
    """Open to people who are not signed in."""

    permission_classes: list[type] = []


def whole_number(request: Request, name: str, most: int = 2**62) -> int | None:
    """Read a non-negative number from the query string, cut to `most`; raises `input.invalid`."""
    value = request.query_params.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit():
        raise InvalidInput("input.invalid", f"{name} must be a number.", fields={name: "int_parsing"})
    return min(int(value[:20]), most)  # more digits than any number of ours has


def moment(request: Request, name: str) -> datetime | None:
    """Read a moment with its zone from the query string, in ISO 8601; raises `input.invalid`."""
    value = request.query_params.get(name, "")
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput("input.invalid", f"{name} must be a moment with its zone.", fields={name: "moment"})
    return found


def web_app(request: HttpRequest) -> HttpResponse:
    """The page of the web app, whatever path its router shows; sets the CSRF cookie."""
    index = settings.WEB_APP / "index.html"
    get_token(request)
    if not index.exists():
        return HttpResponse("The web app is not built yet: run `make setup`.", status=503, content_type="text/plain")
    page = _page(index, index.stat().st_mtime_ns)
    host = request.get_host()
    response = HttpResponse(page.content, headers={"Cache-Control": "no-cache"})
    response._csp_update = {"style-src": page.styles, "connect-src": [f"ws://{host}", f"wss://{host}"]}  # type: ignore[attr-defined]
    return response


class ContentPolicy(CSPMiddleware):
    """What a page may load and do; an answer in JSON is none, and may nothing. Its header is not composed each time."""

    NOTHING = "default-src 'none'; frame-ancestors 'none'"

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type") != "application/json":
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.NOTHING)
        return response


def restrained(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: pages may use what the site needs of a device and nothing else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return middleware


@dataclass(frozen=True)
class _Page:
    """The built page, and the hashes by which the policy knows the styles that stand in it."""

    content: bytes
    styles: list[str]


@lru_cache(1)
def _page(path: Path, _changed: int) -> _Page:
    content = path.read_bytes()
    if settings.DEBUG:
        content = content.replace(b"<html ", b"<html data-debug ", 1)  # opens /design
    inline = re.findall(rb"<style>(.*?)</style>", content, re.DOTALL)
    digests = [b64encode(hashlib.sha256(style).digest()).decode() for style in inline]
    return _Page(content, [f"'sha256-{digest}'" for digest in digests])
