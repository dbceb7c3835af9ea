"""What a note said, one change after the other."""

from collections.abc import Collection

from board.models import Post, Revision, Thread
from community.errors import InvalidInput, NotFound

PAGE = 50  # revisions


def opening(thread: Thread) -> Post:
    """The first post of a thread; raises `not_found` where its posts stand elsewhere."""
    rows = thread.posts.select_related("thread__community", "thread__category__room", "author", "removal")
    post = rows.order_by("seq").first()
    if post is None:
        raise NotFound("post")
    return post


def require_own_words(thread: Thread) -> None:
    """Raise `note.promoted` where the opening is a message of the stream: its words are its author's."""
    if opening(thread).message_id is not None:
        raise InvalidInput("note.promoted", "What was carried over from the chat is its author's to change.")


def take_up(thread: Thread) -> None:
    """A thread becomes a note, or is one again: its newest revision is what it says by now."""
    post = opening(thread)
    newest = post.revisions.order_by("-number").first()
    if newest and newest.body != post.body:
        number, at = newest.number + 1, post.edited_at or newest.at
        newest = Revision.objects.create(post=post, number=number, body=post.body, by=post.author, at=at)
    thread.revision = newest.number if newest else 1
    Thread.objects.filter(pk=thread.pk).update(revision=thread.revision)


def keep_first(post: Post) -> None:
    """What it said before anybody changed it."""
    if not post.revisions.exists():
        at = post.edited_at or post.created_at
        Revision.objects.create(post=post, number=1, body=post.body, by=post.author, at=at)


def page(thread: Thread, after: int | None) -> tuple[list[Revision], str | None]:
    """The newest first; older ones than `after`. What is taken out of sight is so with all that it said."""
    rows = Revision.objects.filter(post=opening(thread), post__removal=None).select_related("by").order_by("-number")
    if after:
        rows = rows.filter(number__lt=after)
    found = list(rows.defer("body")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].number) if len(found) > PAGE else None


def one(thread: Thread, number: int) -> Revision:
    found = (
        Revision.objects.filter(post=opening(thread), post__removal=None, number=number).select_related("by").first()
    )
    if found is None:
        raise NotFound("revision")
    return found


def by_others(post: Post) -> bool:
    """Whether anybody but its author wrote at a post."""
    return post.revisions.exclude(by=post.author_id).exists()


def forget(thread: Thread, gone: Collection[int]) -> set[int]:
    """Take the words of people along: what a note says goes back to what others wrote last.

    Call it once their own posts are empty. Gives the posts that say something else now, in the words of others.
    """
    changed = set()
    posts = Post.objects.filter(thread=thread, revisions__isnull=False).distinct()
    for post in posts:
        newest = post.revisions.order_by("-number").first()
        post.revisions.filter(by__in=gone).update(body="")
        left = post.revisions.exclude(by__in=gone).exclude(body="").order_by("-number").first()
        if left and (post.author_id in gone or (newest and newest.by_id in gone)):
            Post.objects.filter(pk=post.pk).update(body=left.body)
            changed.add(post.pk)
    return changed
