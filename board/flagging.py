"""Letting moderators know of posts and titles with listed words in them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from board.models import Category, Post, Thread
from chat.models import Room
from community.moderation import cases
from community.moderation.targets import Target


def note_words(post: Post, words: Sequence[str]) -> None:
    """Let moderators know of a post; what two people read alone is their own business."""
    if words:
        whole = whole_posts().get(pk=post.pk)
        if not is_private(whole.thread.category):
            cases.note_words(of_post(whole), words)


def note_title(thread: Thread, words: Sequence[str]) -> None:
    """The same of a thread's title."""
    if words:
        whole = whole_threads().get(pk=thread.pk)
        if not is_private(whole.category):
            cases.note_words(of_thread(whole), words)


def of_post(post: Post) -> Target:
    thread = post.thread
    return Target(
        object=f"post:{post.pk}", author=post.author, place=f"thread:{thread.pk}",
        path=f"/c/{thread.community.slug}/t/{thread.pk}/p/{post.seq}", words=post.said(), stands=not post.removed(),
    )  # fmt: skip


def of_thread(thread: Thread) -> Target:
    """A thread as a whole: what is to be read of it is its title."""
    return Target(
        object=f"thread:{thread.pk}", author=thread.author, place=f"thread:{thread.pk}",
        path=f"/c/{thread.community.slug}/t/{thread.pk}", words=thread.title,
        stands=getattr(thread, "removal", None) is None,
    )  # fmt: skip


def is_private(category: Category) -> bool:
    """Whether two people read it alone: that is their own business."""
    room = category.room
    return room is not None and room.kind == Room.Kind.DIRECT


def whole_posts() -> QuerySet[Post]:
    return Post.objects.select_related(
        "author", "removal", "thread__community", "thread__category__room", "message__author", "message__removal",
        "message__room",
    )  # fmt: skip


def whole_threads() -> QuerySet[Thread]:
    return Thread.objects.select_related("author", "removal", "community", "category__room")
