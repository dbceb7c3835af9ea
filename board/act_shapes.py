"""What moderators ask of threads as a whole, and the lines that say what was done with them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from board.models import Thread, ThreadAct
from board.shapes import Id, Title
from community.members.models import Member
from community.members.shapes import MemberRef
from community.shapes import Shape


class MoveThread(Shape):
    category: Id


class MergeThread(Shape):
    into: Id


class SplitThread(Shape):
    client_id: UUID
    posts: Annotated[list[Id], Field(min_length=1, max_length=500)]
    title: Title


class OtherThread(Shape):
    id: int
    title: str


class ThreadActShape(Shape):
    """`thread` is the other one, and `category` the earlier one, as far as they are the reader's to know.

    `before` and `after` are kinds, or statuses of an idea.
    """

    id: int
    kind: Literal["moved", "merged_in", "merged_away", "split_off", "split_from", "converted", "decided"]
    by: MemberRef | None
    at: datetime
    posts: int
    thread: OtherThread | None
    category: int | None
    before: str | None
    after: str | None
    reason: str

    @classmethod
    def of(cls, act: ThreadAct, other: Thread | None) -> "ThreadActShape":
        return cls(
            id=act.pk,
            kind=act.kind,
            by=MemberRef.of(act.by) if act.by else None,
            at=act.at,
            posts=act.posts,
            thread=OtherThread(id=other.pk, title=other.title) if other else None,
            category=act.category_id,
            before=act.before or None,
            after=act.after or None,
            reason=act.reason,
        )


def shaped(thread: Thread, member: Member) -> list[ThreadActShape]:
    """What was done with a thread, oldest first."""
    acts = list(thread.lines.select_related("by").order_by("pk"))
    others = {act.other_id for act in acts if act.other_id}
    seen = {one.pk: one for one in Thread.objects.visible_to(member).filter(pk__in=others)}
    return [ThreadActShape.of(act, seen.get(act.other_id or 0)) for act in acts]
