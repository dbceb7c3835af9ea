"""Locks on files. The kernel lets go of them when their holder dies, however it dies."""

import fcntl
import time
from pathlib import Path
from types import TracebackType
from typing import IO

SHARED = fcntl.LOCK_SH
ALONE = fcntl.LOCK_EX
PAUSE = 0.05  # seconds between two tries


class Lock:
    """A claim on a file, shared or alone. Children that we start do not inherit it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self, mode: int = ALONE) -> bool:
        """Try once; tell whether we have it now."""
        if self._file is None:
            self._file = self.path.open("a")
        try:
            fcntl.flock(self._file, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def wait(self, mode: int = ALONE, seconds: float = 600) -> bool:
        """Try until we have it or the time is over."""
        deadline = time.monotonic() + seconds
        while not self.take(mode):
            if time.monotonic() > deadline:
                return False
            time.sleep(PAUSE)
        return True

    def release(self) -> None:
        """Let go."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def is_free(self, mode: int = ALONE) -> bool:
        """Whether it could be taken now; for one that we do not hold."""
        free = self.take(mode)
        self.release()
        return free

    def __enter__(self) -> "Lock":
        self.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
