"""What was posted and what was received, by whom and when; lost and doubled deliveries come out of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from time import perf_counter, process_time

import numpy as np

from tests.bench.stream.tongues import FIRST


@dataclass(frozen=True)
class Audit:
    """The account of one measurement. Waits are in milliseconds, one a delivery."""

    posts: int
    deliveries: int
    seconds: float  # from the first post to the last delivery
    lost: int
    doubled: int
    waits: np.ndarray

    def __post_init__(self) -> None:
        assert self.posts, "Nothing was posted."

    def figures(self) -> dict[str, float]:
        return percentiles(self.waits) | {"lost": self.lost, "doubled": self.doubled}


class Ledger:
    """Every post with its moment, every frame with its hearer. Numbers go on from one measurement to the next."""

    def __init__(self) -> None:
        self.moments: list[float] = [0.0] * FIRST
        self.owners: list[int] = [-1] * FIRST
        self.left: list[int] = [0] * FIRST  # how many have not seen it yet
        self.when_complete: Callable[[int], None] | None = None
        self.when_acknowledged: Callable[[int], None] | None = None
        self.open_from()

    def open_from(self) -> None:
        """Begin a new measurement; what comes late of the last one is not in it."""
        self.first = len(self.moments)
        self.expected = self.unseen = self.unacknowledged = 0
        self.heard: list[tuple[int, float, tuple[int, ...]]] = []
        self.acknowledged: list[tuple[int, float]] = []
        self._began = perf_counter(), process_time()

    def close(self) -> None:
        """End a measurement: what follows is only reckoning."""
        self.when_complete = self.when_acknowledged = None
        began, cpu = self._began
        self.load_cpu = (process_time() - cpu) / (perf_counter() - began)

    def post(self, who: int, readers: int) -> int:
        """Note a post at the moment at which it is made; its number."""
        self.owners.append(who)
        self.left.append(readers)
        self.expected += readers
        self.unseen += readers
        self.unacknowledged += 1
        self.moments.append(perf_counter())
        return len(self.moments) - 1

    def see(self, who: int, numbers: tuple[int, ...], moment: float) -> None:
        self.heard.append((who, moment, numbers))
        left = self.left
        self.unseen -= len(numbers)
        for number in numbers:
            left[number] -= 1
            if not left[number] and self.when_complete:
                self.when_complete(number)

    def acknowledge(self, numbers: Sequence[int], moment: float) -> None:
        for number in numbers:
            self.acknowledged.append((number, moment))
            self.unacknowledged -= 1
            if self.when_acknowledged:
                self.when_acknowledged(number)

    def refuse(self, number: int) -> None:
        """Nobody waits for this post any more; whoever made it goes on with the next."""
        self.unacknowledged -= 1
        self.unseen -= self.left[number]
        self.expected -= self.left[number]
        for go_on in filter(None, (self.when_complete, self.when_acknowledged)):
            go_on(number)

    def is_settled(self) -> bool:
        return self.unseen <= 0 and self.unacknowledged <= 0

    def audit(self) -> Audit:
        """Count what everybody received; only what was posted in this measurement."""
        counts = [len(numbers) for _, _, numbers in self.heard]
        numbers = np.fromiter(chain.from_iterable(entry[2] for entry in self.heard), np.int64, sum(counts))
        who = np.repeat(np.array([entry[0] for entry in self.heard], np.int64), counts)
        moments = np.repeat(np.array([entry[1] for entry in self.heard]), counts)
        ours = numbers >= self.first
        numbers, who, moments = numbers[ours], who[ours], moments[ours]
        pairs = np.sort(who << 32 | numbers)
        once = len(pairs) - int(np.count_nonzero(pairs[1:] == pairs[:-1]))
        sent = np.array(self.moments)
        last = moments.max() if len(moments) else self.moments[self.first]
        return Audit(
            posts=len(self.moments) - self.first,
            deliveries=once,
            seconds=last - self.moments[self.first],
            lost=max(0, self.expected - once),
            doubled=len(numbers) - once,
            waits=(moments - sent[numbers]) * 1000,
        )

    def answers(self) -> np.ndarray:
        """Milliseconds from each post to its acknowledgement."""
        return np.array(
            [(moment - self.moments[number]) * 1000 for number, moment in self.acknowledged if number >= self.first]
        )


def percentiles(waits: np.ndarray) -> dict[str, float]:
    if not len(waits):
        return {}
    p50, p99 = np.percentile(waits, [50, 99])
    return {"p50_ms": round(float(p50), 2), "p99_ms": round(float(p99), 2)}
