"""What holds for every request: who it is from, how many there may be, and how a refusal looks.

Apart from the views, because REST framework's views load these while they are themselves being loaded.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from redis import RedisError
from rest_framework import authentication, exceptions, throttling
from rest_framework.request import Request
from rest_framework.response import Response

from community.errors import Forbidden, InvalidInput, NotFound, Refusal, TooMany, Unauthenticated


class SessionAuthentication(authentication.SessionAuthentication):
    """The session cookie; naming a scheme makes a missing session 401 instead of 403. The day of a visit is noted."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found:
            found[0].come()
        return found

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class FailsOpen:
    """Limits are counted in Redis; while it is away there are none."""

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return super().allow_request(request, view)  # type: ignore[misc]
        except RedisError:
            return True


class PerPerson(FailsOpen, throttling.UserRateThrottle):
    scope = "person"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None


class PerAddress(FailsOpen, throttling.AnonRateThrottle):
    scope = "address"


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
        case Refusal():
            return error
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
