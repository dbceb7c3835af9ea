"""What members wrote on the board lately, for whoever sweeps up after a flood. What two read alone is nobody else's."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from board import flagging
from board.models import Post
from community.trust import sweeping
from community.trust.sweeping import Recent

OPENING = 1  # the number of a thread's first post


def register() -> None:
    sweeping.register(written)


def written(authors: Sequence[int], since: datetime) -> Iterable[Recent]:
    """Posts, and threads by what they open with; what was promoted out of the stream is the stream's."""
    rows = Post.objects.filter(author__in=authors, created_at__gte=since, message=None, removal=None)
    rows = rows.filter(thread__removal=None).select_related("thread", "thread__category__room").order_by("pk")
    return (_recent(post) for post in rows if not flagging.is_private(post.thread.category))


def _recent(post: Post) -> Recent:
    if post.seq == OPENING:
        return Recent(f"thread:{post.thread_id}", (post.body, f"{post.thread.title}\n{post.body}"))
    return Recent(f"post:{post.pk}", (post.body,))
