"""Telling everybody who reads a thread, or a list of threads, what changed there."""

from collections.abc import Iterable

from board import listing, pages, search
from board.models import Post, Thread
from board.shapes import BoardChanged, PostShape, ThreadChanged, Why
from community.members import communities
from community.realtime.publish import Publication, publish_all


def touch(thread: Thread, posts: Iterable[int]) -> list[int]:
    """Give posts whose words changed, and those that quote them, the thread's number; the ids of all."""
    ids = set(posts)
    answers = Post.objects.filter(parent__in=ids).values_list("pk", flat=True)
    answers_in_stream = Post.objects.filter(thread=thread, message__reply_to__post__in=ids).values_list("pk", flat=True)
    ids = ids.union(answers, answers_in_stream)
    Post.objects.filter(pk__in=ids).update(rev=thread.rev)
    return sorted(ids)


def changed(
    thread: Thread, why: Why, posts: Iterable[int] = (), *, gone: Iterable[int] = (), on_lists: bool = True
) -> list[PostShape]:
    """Publish a thread as it stands after a change, on commit. Call it inside the transaction that advanced it.

    Args:
        posts: ids of the posts that took the thread's new `rev`.
        gone: ids of the posts that stand in another thread now.
        on_lists: whether a list of threads shows the change too.
    """
    rows = pages.shapes(pages.whole(Post.objects.filter(pk__in=list(posts)).order_by("seq")))
    _send(thread, why, rows, gone, on_lists=on_lists)
    return rows


def posted(thread: Thread, post: Post) -> PostShape:
    """Publish a post that was just written, likewise; it must come with what it answers, from `pages.one`."""
    shape = PostShape.new(post)
    _send(thread, "posted", [shape])
    return shape


def _send(thread: Thread, why: Why, rows: list[PostShape], gone: Iterable[int] = (), *, on_lists: bool = True) -> None:
    event = ThreadChanged(
        why=why, thread=thread.pk, seq=thread.seq, rev=thread.rev, posts=rows, gone=list(gone),
        info=listing.info(thread),
    )  # fmt: skip
    gate = communities.gate(thread.community_id)
    news = [Publication(f"thread.{thread.pk}", event, gate)]
    if on_lists:
        board = BoardChanged(why=why, category=thread.category_id, thread=thread.pk)
        news.append(Publication(f"board.{thread.community_id}", board, gate))
    publish_all(news)
    if why != "reacted":
        search.heard(thread)
