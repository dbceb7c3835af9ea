"""Where the bytes are: whatever Django's storage `files` is, under names that nobody can guess."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

from community.errors import Refusal

PIECE = 64 * 1024  # bytes that are read at once
AGAIN = 5  # times that something is written anew when its folder is gone


class NoSpace(Refusal):
    """The disk is full, or nearly; nothing was kept."""

    status = 507

    def __init__(self) -> None:
        super().__init__("files.no_space", "There is no room for files left on the server.")


def of_files() -> Storage:
    return storages["files"]


def new_name() -> str:
    return secrets.token_hex(16)


def put(name: str, content: bytes | BinaryIO) -> None:
    """Store bytes under a name, whole or not at all.

    Raises:
        NoSpace: the disk is full.
    """
    try:
        _save(name, content)
    except OSError as error:
        of_files().delete(name)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace from error
        raise


def _save(name: str, content: bytes | BinaryIO) -> None:
    """Whoever empties a folder takes it along, perhaps between our making it and our writing there: then once more."""
    file: File[Any] = ContentFile(content) if isinstance(content, bytes) else File(content)
    for _ in range(AGAIN):
        with suppress(FileNotFoundError, FileExistsError):  # the latter is what making a folder says of it
            of_files().save(name, file)
            return
    of_files().save(name, file)


def delete(names: Iterable[str]) -> None:
    """Delete what stands under these names; safe to do twice. Folders that are empty then go with them."""
    for name in names:
        of_files().delete(name)
        _drop_folder(name)


def _drop_folder(name: str) -> None:
    storage, folder = of_files(), os.path.dirname(name)
    if folder and isinstance(storage, FileSystemStorage):
        try:
            os.rmdir(storage.path(folder))
        except OSError:  # others stand there, or it has gone
            return


def gathered(parts: Iterable[str]) -> BinaryIO:
    """These parts as one file that stands on no disk but the machine's own for temporary things.

    Raises:
        NoSpace: that one is full.
    """
    whole = TemporaryFile()  # noqa: SIM115 the caller closes it
    try:
        for part in parts:
            with of_files().open(part) as source:
                shutil.copyfileobj(source, whole, PIECE)
    except OSError as error:
        whole.close()
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace from error
        raise
    whole.seek(0)
    return whole


def require_room(more: int) -> None:
    """Raise `files.no_space` unless so many bytes leave enough of the disk for everything else that writes."""
    storage = of_files()
    if isinstance(storage, FileSystemStorage) and _free(Path(storage.location)) - more < settings.OXBOW["FILE_FLOOR"]:
        raise NoSpace


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
