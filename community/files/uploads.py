"""Bringing a file along, a part at a time: a broken connection goes on where it ended, in whichever process."""

import unicodedata
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from community import access
from community.errors import Conflict, Forbidden, InvalidInput, NotFound, Refusal
from community.files import finishing, quota, storage
from community.files.metadata import Told
from community.files.models import File
from community.lookups import Lookup
from community.members.models import Member, User

CHUNK = 1024 * 1024  # bytes of one request
WAITING = 60  # files of a member that nothing carries yet
NAME = 120  # characters

_file = Lookup(lambda pk: File.objects.filter(pk=pk).select_related("owner", "owner__user"), 1)


class ChunkTooLarge(Refusal):
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__("files.chunk_too_large", "This is more than may come at once.", limit=limit)


def begin(owner: Member, length: int, told: Told) -> File:
    """Announce a file; its room is set aside.

    Raises:
        Forbidden: `forbidden`, `files.waiting`, `files.day_quota`, `files.community_quota`.
        InvalidInput: `files.empty`, `files.too_large`, `files.too_long`.
        NoSpace: the disk is nearly full.
    """
    access.require(owner, "file.create")
    require_size(told.kind, length)
    if told.kind == File.Kind.VOICE and not told.seconds <= settings.OXBOW["VOICE_SECONDS"]:
        raise InvalidInput("files.too_long", "This is too long.", minutes=settings.OXBOW["VOICE_SECONDS"] // 60)
    storage.require_room(length)
    return _announced(owner, length, told)


@transaction.atomic
def _announced(owner: Member, length: int, told: Told) -> File:
    quota.take(owner, length)  # holds the member's day until the end: of two at once, one counts the other
    if owner.files.filter(carrier_id=None).count() >= WAITING:
        raise Forbidden("files.waiting", "Too many files wait to be sent.", limit=WAITING)
    voice = {"seconds": told.seconds, "peaks": told.peaks} if told.kind == File.Kind.VOICE else {}
    return File.objects.create(
        community_id=owner.community_id, owner=owner, kind=told.kind, name=cleaned_name(told.name), length=length,
        **voice,
    )  # fmt: skip


def require_size(kind: str, length: int) -> None:
    limit = settings.OXBOW["FILE_SIZES"][kind]
    if length < 1:
        raise InvalidInput("files.empty", "There is nothing in this file.")
    if length > limit:
        raise InvalidInput("files.too_large", "This file is too large.", kind=kind, mb=limit // 1_000_000)


def seen_by(user: User, member: Member, file_id: int) -> File:
    """A file that a member is bringing along; raises `not_found` for everybody else's."""
    file = _file.first(file_id)
    if file is None or file.owner_id != member.pk or file.owner.user_id != user.pk:
        raise NotFound("file")
    return file


def append(file: File, offset: int, body: BinaryIO) -> File:
    """Take in the next part; the last one makes the file whole.

    Raises:
        Conflict: `files.offset`, somewhere else than where it ended; the answer says where that is.
        ChunkTooLarge: `files.chunk_too_large`.
        NoSpace: the disk is full; what had arrived before stays.
        InvalidInput: what `finishing.finish` says; the file is gone.
    """
    if offset != file.received:
        raise _elsewhere(file)
    chunk = _read(body, min(CHUNK, file.length - file.received))
    if chunk:
        _keep(file, chunk)
    return finished(file)


def finished(file: File) -> File:
    """The same file, ready to be shown if all of it has arrived: also where a process died over the last part."""
    return finishing.finish(file) if file.is_whole() and file.finished_at is None else file


def drop(file: File) -> None:
    """Give up a file that nothing carries.

    Raises:
        Conflict: `files.carried`.
    """
    with transaction.atomic():
        held = (
            File.objects.select_for_update(of=("self",))
            .select_related("owner__user")
            .filter(pk=file.pk, carrier_id=None)
        )
        found = held.first()
        if found is None:
            raise Conflict("files.carried", "This file has been sent.")
        finishing.forget(found)


def _read(body: BinaryIO, limit: int) -> bytes:
    chunk = body.read(limit + 1)
    if len(chunk) > limit:
        raise ChunkTooLarge(limit)
    return chunk


def _keep(file: File, chunk: bytes) -> None:
    """Store a part; of two that come for the same place one is kept, whole."""
    part = f"parts/{storage.new_name()}"
    storage.put(part, chunk)
    parts, received = [*file.parts, part], file.received + len(chunk)
    here = File.objects.filter(pk=file.pk, received=file.received, finished_at=None)
    if not here.update(parts=parts, received=received):
        storage.delete([part])
        file.refresh_from_db(fields=["received"])
        raise _elsewhere(file)
    file.parts, file.received = parts, received


def _elsewhere(file: File) -> Conflict:
    return Conflict("files.offset", "The file goes on at another place.", offset=file.received)


def cleaned_name(name: str) -> str:
    """A name that can be shown, and stored on the machine of whoever downloads the file; it leads to no folder."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")  # nor turns its end around
    stem, dot, ending = " ".join(seen.split()).lstrip(".").rpartition(".")
    if not stem or len(ending) > 12:
        stem, dot, ending = f"{stem}{dot}{ending}", "", ""
    return f"{stem[: NAME - len(dot + ending)]}{dot}{ending}".strip() or "file"
