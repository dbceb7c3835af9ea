"""Who may read a file: whoever may read what carries it. The layers that carry files say who that is."""

from collections import defaultdict
from collections.abc import Callable

from community.errors import NotFound
from community.files.models import File
from community.lookups import Lookup
from community.members.models import User

# Told an account and the id of a carrier, each says whether that is one of its readers.
_readers: dict[str, list[Callable[[User, int], bool]]] = defaultdict(list)

_file = Lookup(lambda pk: File.objects.filter(pk=pk).select_related("owner"), 1)


def register(carrier: str, may_read: Callable[[User, int], bool]) -> None:
    """Let those whom a function says yes to read what these carry; one yes of several is enough."""
    _readers[carrier].append(may_read)


def seen_by(user: User, file_id: int) -> File:
    """A file that an account may read just now; raises `not_found`."""
    file = _file.first(file_id)
    if file is None or file.finished_at is None or not _may_read(user, file):
        raise NotFound("file")
    return file


def _may_read(user: User, file: File) -> bool:
    if file.carrier_id is None:
        return file.owner.user_id == user.pk and file.owner.is_present()
    carrier_id = file.carrier_id
    return any(may_read(user, carrier_id) for may_read in _readers[file.carrier])
