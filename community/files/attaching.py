"""Files that go along with a message or a post: each goes once, with its owner's own words."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

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


class Shared(NamedTuple):
    """A file that every member of a community may send, any number of times."""

    community: int
    file: FileShape


# Told ids of files, each says which of them are shared: upper layers know.
_sharers: list[Callable[[Iterable[int]], dict[int, Shared]]] = []


def share(sharer: Callable[[Iterable[int]], dict[int, Shared]]) -> None:
    _sharers.append(sharer)


class Offered:
    """Files that members want to send, looked up for all of them at once; without files, nothing is.

    Args:
        also_shared: whether what is shared may go as well.
    """

    def __init__(self, ids: Iterable[int], *, also_shared: bool = False) -> None:
        wanted = set(ids)
        rows = File.objects.filter(pk__in=wanted, carrier_id=None).exclude(finished_at=None) if wanted else []
        self._found = {file.pk: file for file in rows}
        self._shared = _shared(wanted - self._found.keys()) if also_shared else {}

    def by(self, owner: Member, ids: Sequence[int]) -> list[FileShape]:
        """Those of a member, in the order in which they are named.

        Raises:
            InvalidInput: `files.too_many`, `sticker.alone`.
            NotFound: one is not theirs, not whole, or was sent already.
        """
        if len(ids) > (limit := settings.OXBOW["FILES"]):
            raise InvalidInput("files.too_many", "These are too many files.", limit=limit)
        files = [self._one(owner, pk) for pk in dict.fromkeys(ids)]
        if len(files) > 1 and len(own(files)) < len(files):
            raise InvalidInput("sticker.alone", "A sticker goes alone.")
        return files

    def _one(self, owner: Member, pk: int) -> FileShape:
        file, shared = self._found.get(pk), self._shared.get(pk)
        if file and file.owner_id == owner.pk:
            return FileShape.of(file)
        if shared and shared.community == owner.community_id:
            return shared.file
        raise NotFound("file")


def own(files: Sequence[FileShape]) -> list[FileShape]:
    """Those that are handed over with what is said: what is shared stays where it is."""
    return [file for file in files if file.kind != "sticker"]


def not_shared(ids: Iterable[int]) -> list[int]:
    """The same of their ids alone."""
    wanted = list(dict.fromkeys(ids))
    shared = _shared(set(wanted))
    return [pk for pk in wanted if pk not in shared]


def _shared(ids: set[int]) -> dict[int, Shared]:
    return {pk: found for sharer in _sharers for pk, found in sharer(ids).items()} if ids else {}


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


def release(carrier: str, *carrier_ids: int) -> None:
    """What carried these files was taken back by its author, or has expired, for good: they are deleted soon."""
    File.objects.filter(carrier=carrier, carrier_id__in=carrier_ids, released_at=None).update(released_at=now())


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
    if file.kind == "sticker":
        return f"[{file.name}]"
    return "🖼️" if file.kind == File.Kind.IMAGE else f"📎 {file.name}"
