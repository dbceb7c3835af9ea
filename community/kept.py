"""Shapes of rows that many read, made once in each process and kept for as long as nothing of them has changed.

Every change of a message or a post gives it a new number, so a row's id and number, with what else its shape shows of
other tables, name one content. Whoever reads asks the database for these keys each time, and for the rows only where
a key is new: what is kept is never older than the key, and whether somebody may read is not asked here.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

from community.shapes import Shape

Made = TypeVar("Made", bound=Shape)
Key = tuple[Hashable, ...]

LASTS = 600  # seconds; the number says what is stale, age only lets go of what is removed


class Kept(Generic[Made]):
    """Shapes of one kind.

    Args:
        most: how many are kept; a message's takes about 3 kB.
    """

    def __init__(self, most: int) -> None:
        self._kept: TTLCache[Key, Made] = TTLCache(most, LASTS)
        self._lock = Lock()

    def of(self, keys: Sequence[Key], make: Callable[[list[int]], Mapping[int, Made]]) -> list[Made]:
        """The shapes of these rows, in this order.

        Args:
            keys: each begins with the row's id.
            make: the shapes of the ids that are not known yet; an id whose row has gone meanwhile is left out.
        """
        with self._lock:
            found = {key: kept for key in keys if (kept := self._kept.get(key)) is not None}
        if unknown := {key[0]: key for key in keys if key not in found}:
            new = {unknown[pk]: shape for pk, shape in make(list(unknown)).items()}  # type: ignore[arg-type]
            with self._lock:
                self._kept.update(new)
            found |= new
        return [found[key] for key in keys if key in found]

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()
