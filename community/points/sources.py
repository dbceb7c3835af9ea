"""What a transfer follows from, as its key says."""

from datetime import date
from typing import Literal

Source = Literal["week", "proposal", "gift"]


def of(key: str) -> Source:
    head = key.partition(":")[0]
    return "week" if head == "week" else "proposal" if head == "proposal" else "gift"


def week(key: str) -> date | None:
    """The Monday of the week whose points these are."""
    head, _, rest = key.partition(":")
    return date.fromisoformat(rest) if head == "week" else None


def proposal(key: str) -> int | None:
    """The proposal that was carried out."""
    head, _, rest = key.partition(":")
    return int(rest) if head == "proposal" else None
