"""The HTTP door: one base view, and the page that carries the web app."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from pydantic_core import to_json
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.errors import InvalidInput


class Endpoint(APIView):
    """A view that parses, calls one verb and answers with a shape, or with a list of rows and a cursor."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        if not isinstance(response, HttpResponse):
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


def web_app(request: HttpRequest) -> HttpResponse:
    """The page of the web app, whatever path its router shows; sets the CSRF cookie."""
    index = settings.WEB_APP / "index.html"
    get_token(request)
    if not index.exists():
        return HttpResponse("The web app is not built yet: run `make setup`.", status=503, content_type="text/plain")
    page = index.read_bytes()
    if settings.DEBUG:
        page = page.replace(b"<html ", b"<html data-debug ", 1)  # opens /design
    return HttpResponse(page, headers={"Cache-Control": "no-cache"})
