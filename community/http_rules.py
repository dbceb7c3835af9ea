"""What holds for every request: who it is from, how many there may be, and how a refusal looks.

Apart from the views, because REST framework's views load these while they are themselves being loaded.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from redis import RedisError
from rest_framework import authentication, exceptions, negotiation, throttling
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from community.errors import Forbidden, InvalidInput, NotFound, Refusal, TooMany, Unauthenticated, explained
from community.memory import key, memory

MINUTE = 60  # seconds


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie; naming a scheme makes a missing session 401 instead of 403. The day of a visit is noted."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found:
            found[0].come()
        return found

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class OnlyJson(negotiation.DefaultContentNegotiation):
    """Answers are JSON, whatever a client says that it accepts."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


class PerMinute(throttling.BaseThrottle):
    """So many requests a minute, of a person or else of an address, counted in one trip to Redis.

    While Redis is away there is no limit.
    """

    name = "requests"
    limits = ("REQUESTS", "ANONYMOUS_REQUESTS")  # of a person, of an address

    def allow_request(self, request: Request, view: Any) -> bool:
        self._moment = int(time.time())
        try:
            return self._count(request) <= self._most(request)
        except RedisError:
            return True

    def wait(self) -> float:
        return MINUTE - self._moment % MINUTE

    def _count(self, request: Request) -> int:
        who = request.user.pk or self.get_ident(request)
        counter = key(self.name, who, self._moment // MINUTE)
        counted: int = memory.incr(counter)
        if counted == 1:
            memory.expire(counter, MINUTE * 2)
        return counted

    def _most(self, request: Request) -> int:
        return settings.OXBOW[self.limits[0 if request.user.is_authenticated else 1]]


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn any refusal into `{code, message, data}` with its status. Bugs stay 500."""
    refusal = _refusal(error)
    if refusal is None:
        return None
    response = Response(refusal.as_dict(), status=refusal.status)
    if "retry_after" in refusal.data:
        response["Retry-After"] = str(refusal.data["retry_after"])
    return response


def _refusal(error: Exception) -> Refusal | None:
    match error:
        case Refusal() | OperationalError() | InterfaceError() | RedisError():
            return explained(error)
        case Http404():
            return NotFound("page")
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return Unauthenticated()
        case exceptions.Throttled():
            return TooMany(int(getattr(error, "wait", None) or 1))
        case RequestDataTooBig():
            return InvalidInput("input.invalid", "The body is too large.", fields={"": "too_large"})
        case exceptions.ParseError() | RecursionError():
            return InvalidInput("input.invalid", "The body is not JSON.", fields={"": "json_expected"})
        case exceptions.APIException():
            refusal = Forbidden("forbidden", str(error.detail), capability="")
            refusal.status = error.status_code
            return refusal
    return None
