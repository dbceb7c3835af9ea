"""What is the same for many readers, kept by this process for a while."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Shelf(Generic[Key, Kept]):
    """Things by key, each for some seconds; when there are too many, the oldest go."""

    def __init__(self, seconds: float, most: int = 2_000) -> None:
        self._seconds, self._most = seconds, most
        self._kept: dict[Key, tuple[float, Kept]] = {}

    def find(self, key: Key) -> Kept | None:
        made, kept = self._kept.get(key, (0.0, None))
        return kept if kept is not None and time.monotonic() - made < self._seconds else None

    def put(self, key: Key, kept: Kept) -> Kept:
        self._kept.pop(key, None)
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (time.monotonic(), kept)
        return kept

    def get(self, key: Key, make: Callable[[], Kept]) -> Kept:
        found = self.find(key)
        return self.put(key, make()) if found is None else found

    def clear(self) -> None:
        self._kept.clear()
