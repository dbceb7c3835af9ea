"""Lists of threads: eight orders, each paged by key, in a fixed number of queries."""

import json
import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from board.kinds import statuses
from board.models import Capsule, Post, Tag, Thread, ThreadSeat
from board.models.threads import ThreadQuerySet
from board.policy import checked_tags
from board.shapes import ThreadInfo, ThreadShape
from community.errors import InvalidInput
from community.lookups import Lookup
from community.members.models import Member

PAGE = 30  # threads
FIELDS = {
    "active": "last_at",
    "new": "created_at",
    "hot": "hot",
    "top": "score",
    "unanswered": "created_at",
    "unsolved": "created_at",
    "following": "last_at",
    "essence": "capsule",  # that was kept of it last
}


@dataclass(frozen=True)
class Filter:
    """Which threads a list shows, and in which order, the highest first."""

    sort: str = "active"
    category: int | None = None
    tag: str = ""
    kind: str = ""
    status: str = ""

    def __post_init__(self) -> None:
        for name, known in (("kind", Thread.Kind), ("status", Thread.Status)):
            if getattr(self, name) not in {"", *known.values}:
                raise InvalidInput("input.invalid", f"There is no such {name}.", fields={name: "unknown"})

    @property
    def field(self) -> str:
        if self.sort not in FIELDS:
            raise InvalidInput("input.invalid", "There is no such order.", fields={"sort": "unknown"})
        return FIELDS[self.sort]

    @property
    def pins(self) -> bool:
        """Whether pinned threads stand above the others."""
        return self.sort == "active" and not (self.tag or self.kind)


def page(member: Member, wanted: Filter, after: str = "") -> tuple[list[ThreadShape], str | None]:
    """One page of the threads that a member can read, and the cursor of the next.

    Raises:
        InvalidInput: `input.invalid` for an order or a cursor that does not exist.
    """
    rows = _matching(member, wanted)
    pinned = list(whole(rows.filter(pin__isnull=False)).order_by("-pin__pk")) if wanted.pins and not after else []
    if wanted.pins:
        rows = rows.filter(pin=None)
    if after:
        rows = rows.filter(_below(wanted.field, after))
    found = list(whole(rows).order_by(f"-{wanted.field}", "-pk")[: PAGE + 1])
    more = _cursor(found[PAGE - 1], wanted.field) if len(found) > PAGE else None
    return shapes([*pinned, *found[:PAGE]], member), more


def one(thread: Thread, member: Member) -> ThreadShape:
    return shapes(whole(Thread.objects.filter(pk=thread.pk)), member)[0]


def info(thread: Thread) -> ThreadInfo:
    (row,) = _whole(thread.pk)
    row._prefetched_objects_cache = {"tags": _tags(row.pk)}  # type: ignore[attr-defined]
    opening = getattr(row, "opening", None)  # whose post was merged into another thread
    return ThreadInfo(**ThreadInfo.fields_of(row, opening, _answers([row]).get(row.pk)))


def shapes(threads: Iterable[Thread], member: Member) -> list[ThreadShape]:
    rows = list(threads)
    openings, answers = _openings(rows), _answers(rows)
    seats = {seat.thread_id: seat for seat in ThreadSeat.objects.filter(member=member, thread__in=rows)}
    return [ThreadShape.of(row, openings.get(row.pk), answers.get(row.pk), seats.get(row.pk), member) for row in rows]


def whole(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Threads with everything that their shape shows but the opening and the reader's seat."""
    return _beside(threads).prefetch_related("tags")


def _beside(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return threads.select_related(
        "author", "last_by", "category", "lock", "pin", "removal", "promotion__room", "promotion__fold"
    )


def _openings(rows: list[Thread]) -> dict[int, Post]:
    posts = Post.objects.filter(thread__in=rows, seq=1).select_related("removal", "message", "message__removal")
    return {post.thread_id: post for post in posts}


def _answers(rows: list[Thread]) -> dict[int, Post]:
    """The accepted posts of those that have one; the others cost nothing."""
    solved = [row.pk for row in rows if row.status == statuses.SOLVED]
    return statuses.answers(solved) if solved else {}


_whole = Lookup(
    lambda thread: (
        _beside(Thread.objects.filter(pk=thread))
        .annotate(opening=FilteredRelation("posts", condition=Q(posts__seq=1)))
        .select_related("opening__removal", "opening__message__removal")  # type: ignore[misc]
    ),
    1,
)
_tags = Lookup(lambda thread: Tag.objects.filter(threads=thread), 1)


def _matching(member: Member, wanted: Filter) -> ThreadQuerySet:
    rows = Thread.objects.visible_to(member).standing()
    if wanted.category is not None:
        rows = rows.filter(category=wanted.category)
    if wanted.tag:
        rows = rows.filter(tags__name__in=checked_tags([wanted.tag]))
    if wanted.sort == "unanswered":
        rows = rows.filter(replies=0)
    if wanted.sort == "unsolved":
        rows = rows.filter(kind=statuses.QUESTION, status=statuses.OPEN)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.sort == "following":
        seats = ThreadSeat.objects.filter(thread=OuterRef("pk"), member=member, level=ThreadSeat.Level.FOLLOW)
        rows = rows.filter(Exists(seats))
    return _kept(rows) if wanted.sort == "essence" else rows


def _kept(rows: ThreadQuerySet) -> ThreadQuerySet:
    """Those of which somebody keeps a capsule, each with the latest."""
    capsules = Capsule.objects.filter(thread=OuterRef("pk")).order_by("-pk").values("pk")
    return rows.filter(Exists(capsules)).annotate(capsule=Subquery(capsules[:1]))


def _cursor(row: Thread, field: str) -> str:
    value = getattr(row, field)
    plain = value.isoformat() if isinstance(value, datetime) else value
    return urlsafe_b64encode(json.dumps([plain, row.pk]).encode()).decode()


def _below(field: str, cursor: str) -> Q:
    """What stands below a cursor; the first condition alone tells the index where to begin."""
    value, pk = _opened(cursor, field)
    return Q(**{f"{field}__lte": value}) & (Q(**{f"{field}__lt": value}) | Q(pk__lt=pk))


def _opened(cursor: str, field: str) -> tuple[Any, int]:
    try:
        value, pk = json.loads(urlsafe_b64decode(cursor))
        return (_moment(value) if field.endswith("_at") else _number(value)), int(pk)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise InvalidInput("input.invalid", "This is not a cursor of ours.", fields={"after": "unknown"}) from None


def _moment(text: str) -> datetime:
    """A time that every zone can tell."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        raise ValueError("Not a time of ours.")
    return moment


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("Not a number of ours.")
    return float(value)
