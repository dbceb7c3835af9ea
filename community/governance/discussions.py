"""Where proposals are talked over: the board registers how a discussion is opened, and how its end is said there."""

from collections.abc import Callable
from dataclasses import dataclass

from community.governance.models import Proposal


@dataclass(frozen=True)
class Board:
    """
    Attributes:
        open: starts a discussion, and gives its place, such as `thread:5`.
        conclude: says there what came of it, once.
    """

    open: Callable[[Proposal], str]
    conclude: Callable[[Proposal], None]


_boards: list[Board] = []


def register(board: Board) -> None:
    _boards.append(board)


def open_for(proposal: Proposal) -> str:
    return next((board.open(proposal) for board in _boards), "")


def conclude(proposal: Proposal) -> None:
    for board in _boards:
        board.conclude(proposal)
