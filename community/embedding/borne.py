"""Middleware: a session that a request carries in a header, for frames in which browsers keep no cookies of ours.

No page but ours can set this header: for another origin a browser asks first, and nothing here answers that. So such a
request needs no token against forgery.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SCHEME = "Session"
_PATHS = ("/api/", "/_allauth/")


def borne(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        scheme, _, session = request.headers.get("Authorization", "").partition(" ")
        if scheme != SCHEME or not request.path_info.startswith(_PATHS):
            return answer(request)
        request.COOKIES[settings.SESSION_COOKIE_NAME] = session
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response = answer(request)
        response.cookies.clear()
        return response

    return middleware
