"""Log lines that name the request, the socket or the job that they come from, as text or as JSON.

What members write has no place in them: the lines of a database's error that quote the row are left out.
"""

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

REQUEST: ContextVar[str] = ContextVar("request", default="")
SOCKET: ContextVar[str] = ContextVar("socket", default="")
JOB: ContextVar[str] = ContextVar("job", default="")
ORIGINS = {"request": REQUEST, "socket": SOCKET, "job": JOB}

HEADER = "X-Request-ID"
GOOD_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
QUOTES_A_ROW = re.compile(r"^\s*(?:DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE)


def new_id() -> str:
    return secrets.token_hex(8)


def proposed_id(value: str | None) -> str:
    """The id that a proxy gave, if it looks like one, or a new one."""
    return value if value and GOOD_ID.fullmatch(value) else new_id()


def named(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every request has an id, in its log lines and in the answer's X-Request-ID."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = proposed_id(request.headers.get(HEADER))
        REQUEST.set(name)  # and left: Django logs refusals after the last middleware; the next request has its own
        response = answer(request)
        response[HEADER] = name
        return response

    return middleware


def without_rows(text: str) -> str:
    return QUOTES_A_ROW.sub("(left out)", text)


class Text(logging.Formatter):
    """For a person at a terminal: a line, with its origin at the end."""

    def format(self, record: logging.LogRecord) -> str:
        return without_rows(super().format(record)) + "".join(f" [{name} {value}]" for name, value in _origins())


class Json(logging.Formatter):
    """For a collector of logs: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_rows(record.getMessage()),
            **dict(_origins()),
        }
        if record.exc_info:
            entry["error"] = without_rows(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def _origins() -> list[tuple[str, str]]:
    return [(name, variable.get()) for name, variable in ORIGINS.items() if variable.get()]
