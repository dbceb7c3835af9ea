"""Threads and posts, as they are read into the index and shown when they are found.

A promoted post owns no words. It is found as the message that it is, but by those who may read the thread and not the
room: for them it is a kind of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from board.models import Category, Post, Promotion, Thread
from chat.models import Room
from community.members.models import Member
from community.members.shapes import MemberRef
from community.search import contents, hearing, sources
from community.search.excerpts import pieces
from community.search.models import Bookmark
from community.search.query import Query
from community.search.shapes import Hit
from community.search.sources import Changes, Kind, Source, Thing

SOURCE = Bookmark.Source.THREAD
THREAD, POST, CARRIED = "thread", "post", "carried"


def register() -> None:
    sources.register_source(SOURCE, Source(changed, lagging))
    sources.register_kind(THREAD, Kind(categories, thread_hits))
    sources.register_kind(POST, Kind(categories, post_hits))
    sources.register_kind(CARRIED, Kind(threads_of_others, post_hits))


def heard(thread: Thread) -> None:
    hearing.heard(SOURCE, [thread.pk])


def changed(thread_id: int, after: int, many: int) -> Changes:
    thread = Thread.objects.filter(pk=thread_id).first()
    if thread is None:
        return Changes([], after, more=False)
    fresh = Post.objects.filter(thread=thread, rev__gt=after, rev__lte=thread.rev).order_by("rev")
    last = next(iter(fresh.values_list("rev", flat=True)[many - 1 : many]), None)
    rows = (fresh if last is None else fresh.filter(rev__lte=last)).select_related("removal", "message__removal")
    things = [_title(thread), *_things(thread, rows)]
    return Changes(things, thread.rev if last is None else last, more=last is not None)


def _title(thread: Thread) -> Thing:
    words = None if thread.into_id else thread.title
    return Thing(THREAD, thread.pk, thread.community_id, thread.category_id, thread.author_id, thread.created_at, words)


def _things(thread: Thread, rows: Iterable[Post]) -> Iterable[Thing]:
    for row in rows:
        kind, place = (CARRIED, thread.pk) if row.message_id else (POST, thread.category_id)
        at = row.message.created_at if row.message else row.created_at
        words = None if _is_gone(row) else contents.text(row.words(), row.carried())
        yield Thing(
            kind, row.pk, row.community_id, place, row.author_id, at, words,
            contents.has(row.words(), row.carried()),
        )  # fmt: skip


def _is_gone(post: Post) -> bool:
    return post.removed() is not None or getattr(post, "removal", None) is not None


def lagging(many: int) -> list[int]:
    bookmark = Bookmark.objects.filter(source=SOURCE, object_id=OuterRef("pk")).values("rev")
    threads = Thread.objects.annotate(read=Coalesce(Subquery(bookmark), 0)).filter(rev__gt=F("read"))
    return list(threads.order_by("pk").values_list("pk", flat=True)[:many])


def categories(member: Member, names: Sequence[str]) -> list[int]:
    return list(_called(Category.objects.visible_to(member), names).values_list("pk", flat=True))


def threads_of_others(member: Member, names: Sequence[str]) -> list[int]:
    """Threads with words from rooms that the member cannot read."""
    elsewhere = Promotion.objects.filter(thread=OuterRef("pk")).exclude(room__in=Room.objects.visible_to(member))
    readable = _called(Category.objects.visible_to(member), names)
    threads = Thread.objects.visible_to(member).filter(Exists(elsewhere), category__in=readable)
    return list(threads.order_by("pk").values_list("pk", flat=True))


def _called(categories: QuerySet[Category], names: Sequence[str]) -> QuerySet[Category]:
    return categories.filter(reduce(or_, (Q(name__icontains=name) for name in names))) if names else categories


def thread_hits(member: Member, ids: Sequence[int], query: Query) -> Mapping[int, Hit]:
    threads = Thread.objects.visible_to(member).standing().filter(pk__in=ids).select_related("author")
    return {thread.pk: _thread_hit(thread, query) for thread in threads}


def _thread_hit(thread: Thread, query: Query) -> Hit:
    return Hit(
        kind="thread", id=thread.pk, author=MemberRef.of(thread.author), at=thread.created_at, room=None,
        thread=thread.pk, seq=None, name=thread.title, pieces=pieces(thread.title, query.wanted),
    )  # fmt: skip


def post_hits(member: Member, ids: Sequence[int], query: Query) -> Mapping[int, Hit]:
    standing = Q(removal=None) & (Q(message=None) | Q(message__removal=None))
    readable = Thread.objects.visible_to(member).standing()
    rows = Post.objects.filter(standing, pk__in=ids, thread__in=readable)
    return {row.pk: _post_hit(row, query) for row in rows.select_related("author", "thread", "message")}


def _post_hit(post: Post, query: Query) -> Hit:
    said = contents.text(post.words(), post.carried())
    return Hit(
        kind="post", id=post.pk, author=MemberRef.of(post.author), at=post.created_at, room=None,
        thread=post.thread_id, seq=post.seq, name=post.thread.title, pieces=pieces(said, query.wanted),
    )  # fmt: skip
