"""Whether somebody has shown their second factor in this session, a while ago at most."""

import time

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from community.second_factor.models import Factor

KEY = "second_factor"
LASTS = 12 * 60 * 60  # seconds


def question(request: HttpRequest) -> str:
    """Where it is asked for; nothing where it was given, or is not wanted."""
    if not settings.OXBOW["SECOND_FACTOR"] or is_given(request):
        return ""
    return reverse("second_factor")


def is_given(request: HttpRequest) -> bool:
    """Asked several times in a request, looked up once."""
    if not hasattr(request, "gave_second_factor"):
        request.gave_second_factor = _is_given(request)  # type: ignore[attr-defined]
    return request.gave_second_factor  # type: ignore[attr-defined]


def note(request: HttpRequest, factor: Factor, *, on_paper: bool = False) -> None:
    """Remember that it was given, under a new number of the session."""
    request.session.cycle_key()
    request.session[KEY] = {"factor": factor.pk, "at": int(time.time()), "on_paper": on_paper}


def came_by_paper(request: HttpRequest) -> bool:
    return is_given(request) and request.session[KEY]["on_paper"]


def _is_given(request: HttpRequest) -> bool:
    given = request.session.get(KEY)
    if not given or not 0 <= time.time() - given["at"] < LASTS:
        return False
    return Factor.objects.filter(pk=given["factor"], user=request.user.pk).exclude(confirmed_at=None).exists()
