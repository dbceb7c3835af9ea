"""How far a long work is, on one line of the terminal, or now and then a line where nobody watches."""

import sys
import time

BAR = 30  # characters
EVERY = {True: 0.1, False: 10.0}  # seconds between two looks, on a terminal and in a log


class Progress:
    """A bar on stderr.

    Args:
        total: how much there is to do, in any unit.
    """

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._watched = sys.stderr.isatty()
        self._shown_at = time.monotonic()

    def show(self, done: float, text: str) -> None:
        """Say how much is done; cheap to call often."""
        moment = time.monotonic()
        if moment - self._shown_at < EVERY[self._watched] and done < self._total:
            return
        self._shown_at = moment
        part = min(1.0, done / self._total)
        bar = ("█" * round(part * BAR)).ljust(BAR, "░")
        sys.stderr.write(f"\r\x1b[2K{bar} {part:4.0%}  {text}" if self._watched else f"{part:4.0%}  {text}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the bar where it is and go on below."""
        if self._watched:
            sys.stderr.write("\n")
