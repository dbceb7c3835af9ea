"""A client's picture of a room, kept by the rules of docs/protocol.md and by nothing else."""

from typing import Any

Row = dict[str, Any]


class Mirror:
    """Rows by id, and the highest number up to which nothing is missing.

    Attributes:
        ahead: the highest number that was heard of.
    """

    def __init__(self) -> None:
        self.rev = 0
        self.seq = 0
        self.ahead = 0
        self._early: dict[int, Row] = {}
        self.messages: dict[int, Row] = {}
        self.folds: dict[int, Row] = {}

    def is_behind(self) -> bool:
        return self.rev < self.ahead

    def hear(self, event: Row) -> bool:
        """Apply `room.changed`, or keep it until its turn; whether something before it, or of it, is missing."""
        self.ahead = max(self.ahead, event["rev"])
        if event["rev"] > self.rev and event["whole"]:
            self._early[event["rev"]] = event
        self._apply_in_turn()
        return self.is_behind()

    def take(self, changes: Row) -> None:
        """Apply an answer of `changes/`."""
        self._keep(changes)
        self._apply_in_turn()

    def _apply_in_turn(self) -> None:
        while event := self._early.pop(self.rev + 1, None):
            self._keep(event)
        self._early = {rev: event for rev, event in self._early.items() if rev > self.rev}

    def _keep(self, news: Row) -> None:
        for table, rows in ((self.messages, news["messages"]), (self.folds, news["folds"])):
            for row in rows:
                if row["rev"] > table.get(row["id"], {"rev": 0})["rev"]:
                    table[row["id"]] = row
        self.rev, self.seq = max(self.rev, news["rev"]), max(self.seq, news["seq"])
