"""Shapes of rows that many read, made once in each process and kept for as long as nothing of them has changed.

Every change of a message or a post gives it a new number, so a row's id and number, with what else its shape shows of
other tables, name one content. Whoever reads asks the database for these keys each time, and for the rows only where
a key is new: what is kept is never older than the key, and whether somebody may read is not asked here.
"""

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")
Key = tuple[Hashable, ...]

LASTS = 300  # seconds a generation; the number says what is stale, age only lets go of what is removed


class Kept(Generic[Made]):
    """Shapes of one kind, in two generations: the older is let go when the younger is full or has lasted long enough.

    Args:
        most: how many a generation holds; a message's shape takes about 3 kB.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[Key, Made] = {}
        self._old: dict[Key, Made] = {}
        self._began = time.monotonic()
        self._lock = Lock()

    def of(self, keys: Sequence[Key], make: Callable[[list[int]], Mapping[int, Made]]) -> list[Made]:
        """The shapes of these rows, in this order.

        Args:
            keys: each begins with the row's id.
            make: the shapes of the ids that are not known yet; an id whose row has gone meanwhile is left out.
        """
        young, old = self._generations()
        found = {key: kept for key in keys if (kept := young.get(key) or old.get(key))}
        if unknown := {key[0]: key for key in keys if key not in found}:
            found |= {unknown[pk]: shape for pk, shape in make(list(unknown)).items()}  # type: ignore[arg-type]
        young |= found
        return [found[key] for key in keys if key in found]

    def _generations(self) -> tuple[dict[Key, Made], dict[Key, Made]]:
        with self._lock:
            moment = time.monotonic()
            if len(self._young) >= self._most or moment - self._began > LASTS:
                self._young, self._old, self._began = {}, self._young, moment
            return self._young, self._old

    def forget(self) -> None:
        with self._lock:
            self._young, self._old = {}, {}
