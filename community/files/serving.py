"""Handing a file out: in pieces, from any place in it, and so that nothing in it can run."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, NamedTuple

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from community.errors import NotFound
from community.files import finishing, images, storage
from community.files.models import File

PIECE = 256 * 1024  # bytes
HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",  # kept, and asked about each time: who may see it today may not tomorrow
}
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Span(NamedTuple):
    """Places in a file, from the first byte to behind the last."""

    first: int
    end: int


def whole(request: HttpRequest, file: File) -> HttpResponseBase:
    """The file itself. Only images and recordings are shown; everything else is saved."""
    shown = file.kind != File.Kind.DOCUMENT
    headers = {"Content-Disposition": content_disposition_header(not shown, file.name) or "attachment"}
    return _answer(request, finishing.place(file.key, finishing.WHOLE), file.type, headers)


def smaller(request: HttpRequest, file: File, width: int) -> HttpResponseBase:
    """A smaller picture of an image; raises `not_found` where there is none."""
    if file.kind != File.Kind.IMAGE or width not in images.WIDTHS:
        raise NotFound("file")
    return _answer(request, finishing.place(file.key, width), "image/webp", {"Content-Disposition": "inline"})


def saved(request: HttpRequest, name: str, called: str, type_: str) -> HttpResponseBase:
    """Anything else that stands in the storage, to be saved under another name."""
    headers = {"Content-Disposition": content_disposition_header(True, called) or "attachment"}
    return _answer(request, name, type_, headers | {"Cache-Control": "private, no-store"})


def _answer(request: HttpRequest, name: str, type_: str, headers: dict[str, str]) -> HttpResponseBase:
    headers = HARMLESS | {"ETag": quote_etag(name)} | headers
    if kept := get_conditional_response(request, etag=headers["ETag"]):
        for header, value in headers.items():
            kept[header] = value
        return kept
    if settings.OXBOW["FILES_ACCEL"] and isinstance(storage.of_files(), FileSystemStorage):
        return HttpResponse(
            headers=headers | {"X-Accel-Redirect": f"{settings.OXBOW['FILES_ACCEL']}{name}"}, content_type=type_
        )
    try:
        size = storage.of_files().size(name)
    except OSError:
        raise NotFound("file") from None
    return _streamed(request, name, size, type_, headers | {"Accept-Ranges": "bytes"})


def _streamed(request: HttpRequest, name: str, size: int, type_: str, headers: dict[str, str]) -> HttpResponseBase:
    asked = request.headers.get("Range", "")
    span = span_of(asked, size)
    if span is None:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    pieces: Any = _pieces(name, span) if hasattr(request, "environ") else _pieces_later(name, span)
    answer = StreamingHttpResponse(pieces, content_type=type_, headers=headers)
    answer["Content-Length"] = str(span.end - span.first)
    if span != Span(0, size) or _RANGE.fullmatch(asked):
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {span.first}-{span.end - 1}/{size}"
    return answer


def span_of(asked: str, size: int) -> Span | None:
    """What a Range header asks for: all of the file where it is none of ours to read, None where it is outside."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return Span(0, size)
    first, last = (int(part) if part else None for part in found.groups())
    if first is None:
        return Span(max(0, size - last), size) if last else None
    if first >= size or (last is not None and last < first):
        return None
    return Span(first, size if last is None else min(last + 1, size))


def _pieces(name: str, span: Span) -> Iterator[bytes]:
    with storage.of_files().open(name) as source:
        source.seek(span.first)
        left = span.end - span.first
        while left and (piece := source.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


async def _pieces_later(name: str, span: Span) -> AsyncIterator[bytes]:
    """The same for a server with an event loop: it goes on while the disk is read, and nothing piles up."""
    pieces = _pieces(name, span)
    following = sync_to_async(lambda: next(pieces, b""), thread_sensitive=False)
    while piece := await following():
        yield piece
