"""All that a client was told, kept as it came."""

from collections import Counter
from typing import Any, NamedTuple


class Told(NamedTuple):
    """A message as somebody was told of it."""

    id: int
    rev: int
    seq: int
    client_id: str
    body: str
    removed: str | None
    reactions: tuple[tuple[str, int], ...]  # each with its member

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Told":
        reactions = sorted((one["emoji"], pk) for one in row["reactions"] for pk in one["members"])
        plain = (row[name] for name in ("id", "rev", "seq", "client_id", "body", "removed"))
        return cls(*plain, tuple(reactions))


class Hearing:
    """What came to somebody from one coming into the room to the next.

    Attributes:
        told: each way in which a message was told, by an event or a page, and how often.
        events: how often each number came as an event, by the connection over which it came.
    """

    def __init__(self) -> None:
        self.told: Counter[Told] = Counter()
        self.events: Counter[tuple[int, int]] = Counter()

    def hear(self, connection: int, event: dict[str, Any]) -> None:
        self.events[connection, event["rev"]] += 1
        self.take(event)

    def take(self, news: dict[str, Any]) -> None:
        self.told.update(map(Told.of, news["messages"]))
