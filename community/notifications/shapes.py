from datetime import datetime
from typing import Any, Literal

from community.members.shapes import MemberRef
from community.notifications.models import Notice
from community.realtime.shapes import Event
from community.shapes import Shape

Kind = Literal["mention", "mention_all", "reply", "thread_reply", "promoted", "consent", "silenced", "invited"]


class NoticeShape(Shape):
    id: int
    kind: Kind
    actor: MemberRef | None
    excerpt: str
    place: str
    number: int
    data: dict[str, Any]
    created_at: datetime
    read: bool

    @classmethod
    def of(cls, notice: Notice) -> "NoticeShape":
        plain = ("id", "kind", "excerpt", "place", "number", "data", "created_at")
        return cls(
            **{name: getattr(notice, name) for name in plain},
            actor=MemberRef.of(notice.actor) if notice.actor else None,
            read=notice.read_at is not None,
        )


class NoticeAdded(Event):
    on: Literal["notice.added"] = "notice.added"
    notice: NoticeShape
    unread: int


class NoticesRead(Event):
    on: Literal["notices.read"] = "notices.read"
    ids: list[int]
    unread: int


class ReadNotices(Shape):
    ids: list[int] = []
    all: bool = False


class UnreadNotices(Shape):
    unread: int
