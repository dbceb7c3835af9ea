"""What becomes of a file once all of it has arrived: it is looked at, drawn anew if it is an image, and put away."""

import mimetypes
import os
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from community.clock import now
from community.errors import InvalidInput, NotFound, Refusal
from community.files import images, kinds, quota, storage
from community.files.models import File

WHOLE = "whole"


def finish(file: File) -> File:
    """Make a file of its parts; of two processes that try, one does.

    Raises:
        InvalidInput: `files.broken`, `files.too_large`, `files.too_many_pixels`; the file is gone.
        NoSpace: the disk is full; it can be tried again.
    """
    try:
        with storage.gathered(file.parts) as content:
            _put_away(file, content)
    except storage.NoSpace:
        raise
    except Refusal:
        _give_up(file)
        raise
    except FileNotFoundError:  # another process was faster
        return _as_it_stands(file)
    return _as_it_stands(file)


def place(key: str, which: str | int) -> str:
    """Where a file, or a smaller picture of it, stands."""
    return f"{key[:2]}/{key}/{which}"


def forget(file: File) -> None:
    """Remove a file with its bytes; call it in a transaction that holds its row, which comes with its owner."""
    storage.delete([*file.parts, *_places(file.key)])
    quota.give_back(file)
    file.delete()


def _put_away(file: File, content: BinaryIO) -> None:
    key = storage.new_name()
    found = _looked_at(file, content, key)
    waiting = File.objects.filter(pk=file.pk, finished_at=None)
    if not waiting.update(key=key, parts=[], finished_at=now(), **found):
        storage.delete(_places(key))
        return
    storage.delete(file.parts)


def _looked_at(file: File, content: BinaryIO, key: str) -> Mapping[str, Any]:
    """Store a file as what it is; what its row says of it."""
    type_ = kinds.type_of(content.read(kinds.HEAD))
    content.seek(0)
    if type_ in kinds.IMAGES:
        return _image(file, content, key)
    if file.kind == File.Kind.VOICE and type_ not in kinds.SOUNDS:
        raise InvalidInput("files.broken", "This is no recording.")
    storage.put(place(key, WHOLE), content)
    is_voice = file.kind == File.Kind.VOICE
    kind = File.Kind.VOICE if is_voice else File.Kind.DOCUMENT
    return {"kind": kind, "type": kinds.SOUNDS[type_] if is_voice else type_, "size": file.length}


def _image(file: File, content: BinaryIO, key: str) -> Mapping[str, Any]:
    if file.length > (limit := settings.OXBOW["FILE_SIZES"]["image"]):
        raise InvalidInput("files.too_large", "This image is too large.", kind="image", mb=limit // 1_000_000)
    image = images.drawn(content)
    put_image(image, key)
    return {
        "kind": File.Kind.IMAGE, "type": image.type, "size": len(image.content), "width": image.width,
        "height": image.height, "name": _named(file.name, image.type), "seconds": None, "peaks": None,
    }  # fmt: skip


def put_image(image: images.Drawn, key: str = "") -> str:
    """Store an image and what is smaller of it; the key under which they stand."""
    key = key or storage.new_name()
    storage.put(place(key, WHOLE), image.content)
    for width, smaller in image.smaller.items():
        storage.put(place(key, width), smaller)
    return key


def _named(name: str, type_: str) -> str:
    """The name of an image ends as what it is: nothing is opened by a program that it is not for."""
    stem, ending = os.path.splitext(name)
    if mimetypes.guess_type(name)[0] == type_:
        return name
    return f"{stem or name}{mimetypes.guess_extension(type_) or ending}"


def _places(key: str) -> list[str]:
    return [place(key, which) for which in (WHOLE, *images.WIDTHS)] if key else []


@transaction.atomic
def _give_up(file: File) -> None:
    held = (
        File.objects.select_for_update(of=("self",))
        .select_related("owner__user")
        .filter(pk=file.pk, finished_at=None)
        .first()
    )
    if held:
        forget(held)


def _as_it_stands(file: File) -> File:
    found = File.objects.filter(pk=file.pk).exclude(finished_at=None).first()
    if found is None:
        raise NotFound("file")
    return found
