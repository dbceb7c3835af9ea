from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from community.members.shapes import MemberRef
from community.notifications.content import Chapter, Item, Line, Reason
from community.notifications.models import Notice, Wishes
from community.realtime.shapes import Event
from community.shapes import Shape

Kind = Literal[
    "mention",
    "mention_all",
    "direct",
    "reply",
    "thread_reply",
    "promoted",
    "followed",
    "consent",
    "move_decided",
    "answer_accepted",
    "idea_decided",
    "sanctioned",
    "sanction_lifted",
    "appeal_answered",
    "report_settled",
    "held_decided",
    "words_hidden",
    "raid",
    "appeal_made",
    "case_given",
    "work_waits",
    "vote_open",
    "vote_decided",
    "owner_away",
    "points_given",
    "saved_reminder",
    "jury_called",
    "jury_decided",
    "jury_open",
    "jury_returned",
    "jury_summons",
    "invited",
    "rules",
    "application",
    "let_in",
    "newcomer",
    "announcement",
    "recalled",
    "departing",
    "tribe_offer",
    "digest",
    "export_ready",
    "erasure_asked",
]


DigestKind = Literal["daily", "weekly"]
Hour = Annotated[int, Field(ge=0, le=23)]
Weekday = Annotated[int, Field(ge=1, le=7)]  # Monday is 1
Weekdays = Annotated[list[Weekday], Field(min_length=1, max_length=7), AfterValidator(lambda days: sorted(set(days)))]


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
    gone: bool = False


class ReadNotices(Shape):
    ids: list[int] = []
    all: bool = False


class UnreadNotices(Shape):
    unread: int


class WishesShape(Shape):
    """What somebody wants of their digests, and when: hours and days are those of their own time zone."""

    daily: bool
    weekly: bool
    hour: int
    days: list[int]
    weekday: int
    scope: Literal["all", "mine"]
    channel: Literal["mail", "notice", "both"]

    @classmethod
    def of(cls, wishes: Wishes) -> "WishesShape":
        return cls(**{name: getattr(wishes, name) for name in cls.model_fields})


class EditWishes(Shape):
    daily: bool | None = None
    weekly: bool | None = None
    hour: Hour | None = None
    days: Weekdays | None = None
    weekday: Weekday | None = None
    scope: Literal["all", "mine"] | None = None
    channel: Literal["mail", "notice", "both"] | None = None


class DigestLine(Shape):
    by: str
    text: str
    url: str

    @classmethod
    def of(cls, line: Line) -> "DigestLine":
        return cls(by=line.by, text=line.text, url=line.url)


class DigestItem(Shape):
    title: str
    text: str
    by: str
    place: str
    reason: Reason
    count: int
    url: str
    lines: list[DigestLine]

    @classmethod
    def of(cls, item: Item) -> "DigestItem":
        plain = ("title", "text", "by", "place", "reason", "count", "url")
        lines = [DigestLine.of(line) for line in item.lines]
        return cls(**{name: getattr(item, name) for name in plain}, lines=lines)


class DigestSection(Shape):
    name: str
    items: list[DigestItem]


class DigestFigure(Shape):
    name: str
    count: int


class DigestShape(Shape):
    kind: DigestKind
    items: int
    sections: list[DigestSection]
    figures: list[DigestFigure]

    @classmethod
    def of(cls, kind: DigestKind, chapter: Chapter | None) -> "DigestShape":
        sections = chapter.sections if chapter else []
        return cls(
            kind=kind,
            items=chapter.count if chapter else 0,
            sections=[
                DigestSection(name=section.name, items=[DigestItem.of(item) for item in section.items])
                for section in sections
            ],
            figures=[DigestFigure(name=row.name, count=row.count) for row in (chapter.figures if chapter else [])],
        )


class WantedDigest(Shape):
    """Which digest to show: the one that would come now, or the one of a day as far as it is still unread."""

    kind: DigestKind = "daily"
    day: date | None = None
