"""Rows as CSV that a spreadsheet opens: as text, never as a formula."""

import csv
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # with what spreadsheets begin to reckon


def sheet(name: str, heading: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to be saved; with the mark by which Excel knows UTF-8."""
    text = f"\ufeff{_lines([heading])}{_lines(rows)}"
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=_headers(name))


def streamed(
    request: HttpRequest, name: str, heading: Sequence[object], pages: Iterator[Sequence[Sequence[object]]]
) -> StreamingHttpResponse:
    """The same for rows that are fetched while they are sent, some at a time."""
    pieces: Any = _pieces(heading, pages)
    if not hasattr(request, "environ"):
        pieces = _later(pieces)
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=_headers(name))


def _pieces(heading: Sequence[object], pages: Iterator[Sequence[Sequence[object]]]) -> Iterator[bytes]:
    yield f"\ufeff{_lines([heading])}".encode()
    for page in pages:
        yield _lines(page).encode("utf-8", "replace")


async def _later(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """For a server with an event loop: it goes on while the database answers."""
    following = sync_to_async(_next, thread_sensitive=False)
    while piece := await following(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    """The next piece; the thread that it was fetched in keeps no connection of the pool."""
    try:
        return next(pieces, b"")
    finally:
        connection.close()


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}


def harmless(cell: object) -> str:
    """What a member wrote could be a formula that sends the sheet away: an apostrophe makes it text."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if _reckons(text) else text


def bare(cell: str) -> str:
    """The text that was made harmless."""
    return cell[1:] if cell.startswith("'") and _reckons(cell[1:]) else cell


def _reckons(text: str) -> bool:
    """Apostrophes before it count too, so that the one that was put there is known again."""
    return text.lstrip(" '").startswith(_STARTS)
