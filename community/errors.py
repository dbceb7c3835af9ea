"""One family of refusals, the same over HTTP and over the socket: `{code, message, data}`."""

from django.db import InterfaceError, OperationalError
from redis import RedisError

RETRY_AFTER = 2  # seconds


class Refusal(Exception):
    """Something that was asked for is not done, and nothing of it is.

    Args:
        code: what clients translate, such as `room.read_only`; docs/protocol.md lists them.
        message: one English sentence for logs.
        data: values that the translation names, JSON-serialisable.
    """

    status = 400

    def __init__(self, code: str, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    def as_dict(self) -> dict[str, object]:
        return {"code": self.code, "message": self.message, "data": self.data}


class InvalidInput(Refusal):
    status = 400


class Unauthenticated(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__("auth.required", "Sign in first.")


class Forbidden(Refusal):
    status = 403


class NotFound(Refusal):
    """It does not exist, or not for the one who asks: the two look the same on purpose."""

    status = 404

    def __init__(self, kind: str) -> None:
        super().__init__("not_found", f"There is no such {kind}.", kind=kind)


class Conflict(Refusal):
    status = 409


class TooMany(Refusal):
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__("rate.limited", "Slow down a little.", retry_after=retry_after)


class Away(Refusal):
    """What this needs cannot be reached just now: whether it was done is not known; ask the same again."""

    status = 503

    def __init__(self) -> None:
        super().__init__("server.away", "The server cannot do this right now.", retry_after=RETRY_AFTER)


def explained(error: BaseException) -> Refusal | None:
    """The refusal that an error amounts to; None for a bug."""
    if isinstance(error, Refusal):
        return error
    return Away() if isinstance(error, (OperationalError, InterfaceError, RedisError)) else None
