"""What is asked of the authors of a thread that is to move, and what they answered."""

from datetime import datetime
from typing import Literal

from board.models import Move
from board.promotion_shapes import ConsentShape
from board.shapes import Id
from community.members.shapes import MemberRef
from community.shapes import Shape


class AskToMove(Shape):
    category: Id


class MoveShape(Shape):
    id: int
    thread: int
    title: str
    category: int
    category_name: str
    state: Literal["waiting", "done", "refused", "given_up", "expired"]
    by: MemberRef
    created_at: datetime
    until: datetime
    consents: list[ConsentShape]

    @classmethod
    def of(cls, move: Move) -> "MoveShape":
        plain = ("id", "state", "created_at", "until")
        consents = move.consents.select_related("member")
        return cls(
            **{name: getattr(move, name) for name in plain},
            thread=move.thread_id,
            title=move.thread.title,
            category=move.category_id,
            category_name=move.category.name,
            by=MemberRef.of(move.by),
            consents=[ConsentShape(member=MemberRef.of(one.member), answer=one.answer) for one in consents],
        )


class WaitingMove(Shape):
    move: MoveShape | None
