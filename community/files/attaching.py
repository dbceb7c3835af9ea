"""Files that go along with a message or a post: each goes once, with its owner's own words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from community.clock import now
from community.errors import InvalidInput, NotFound
from community.files.models import File
from community.files.shapes import FileShape
from community.members.models import Member

_ATTACH = """
UPDATE files_file SET carrier = %s, carrier_id = pair.carrier
  FROM unnest(%s::bigint[], %s::bigint[]) AS pair(file, carrier)
 WHERE files_file.id = pair.file AND carrier_id IS NULL
"""


class Offered:
    """Files that members want to send, looked up for all of them at once; without files, nothing is."""

    def __init__(self, ids: Iterable[int]) -> None:
        wanted = set(ids)
        rows = File.objects.filter(pk__in=wanted, carrier_id=None).exclude(finished_at=None) if wanted else []
        self._found = {file.pk: file for file in rows}

    def by(self, owner: Member, ids: Sequence[int]) -> list[FileShape]:
        """Those of a member, in the order in which they are named.

        Raises:
            InvalidInput: `files.too_many`.
            NotFound: one is not theirs, not whole, or was sent already.
        """
        if len(ids) > (limit := settings.OXBOW["FILES"]):
            raise InvalidInput("files.too_many", "These are too many files.", limit=limit)
        files = [self._found.get(pk) for pk in dict.fromkeys(ids)]
        if any(file is None or file.owner_id != owner.pk for file in files):
            raise NotFound("file")
        return [FileShape.of(file) for file in files if file]


def attach(carrier: str, pairs: Sequence[tuple[int, int]]) -> None:
    """Hand files over to what carries them; call it in the transaction that writes that.

    Args:
        pairs: the id of each file, and that of its carrier.

    Raises:
        NotFound: somebody was faster with one of them.
    """
    if not pairs:
        return
    files, carriers = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ATTACH, [carrier, list(files), list(carriers)])
        if cursor.rowcount != len(pairs):
            raise NotFound("file")


def stored(files: Sequence[FileShape]) -> list[dict[str, Any]] | None:
    """What is kept of files beside the words; nothing, where there are none."""
    return [file.wire() for file in files] or None


def release(carrier: str, carrier_id: int) -> None:
    """What carried these files was taken back by its author, for good: they are deleted after a while."""
    File.objects.filter(carrier=carrier, carrier_id=carrier_id).update(released_at=now())


def keep_on(carrier: str, carrier_id: int) -> None:
    """What was released goes on being carried."""
    File.objects.filter(carrier=carrier, carrier_id=carrier_id).update(released_at=None)


def take_again(carrier: str, carrier_id: int) -> None:
    """What was carried may be sent with something else, even if it was released a moment ago."""
    File.objects.filter(carrier=carrier, carrier_id=carrier_id).update(carrier="", carrier_id=None, released_at=None)


def marks(rows: Iterable[dict[str, Any]] | None) -> str:
    """Files in one short line that is the same in every language, for where only an excerpt stands."""
    return " ".join(_mark(FileShape(**row)) for row in rows or ())


def _mark(file: FileShape) -> str:
    if file.kind == File.Kind.VOICE:
        minutes, seconds = divmod(round(file.seconds or 0), 60)
        return f"🎤 {minutes}:{seconds:02d}"
    return "🖼️" if file.kind == File.Kind.IMAGE else f"📎 {file.name}"
