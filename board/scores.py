"""How good and how lively a thread is, as two numbers that are stored whenever they change."""

from datetime import UTC, datetime
from math import log10

from board.models import Post, PostReaction, Thread
from chat.models import Reaction

EPOCH = datetime(2005, 12, 8, 7, 46, 43, tzinfo=UTC)
TENFOLD = 45_000  # seconds, half a day: what ten times the score is worth


def refresh(thread: Thread) -> None:
    """Count again; call with the thread advanced, so that nobody counts at the same time."""
    thread.score = score(thread)
    thread.hot = hot(thread.score, thread.created_at)
    Thread.objects.filter(pk=thread.pk).update(score=thread.score, hot=thread.hot)


def score(thread: Thread) -> int:
    """Reactions to all of its posts, plus the people other than its author who replied on the board."""
    reactions = PostReaction.objects.filter(post__thread=thread).count()
    in_stream = Reaction.objects.filter(message__post__thread=thread).count()
    written = Post.objects.filter(thread=thread, message=None).exclude(author=thread.author_id)
    return reactions + in_stream + written.values("author").distinct().count()


def hot(points: int, created_at: datetime) -> float:
    """Reddit's ranking: log10(max(|points|, 1)) + age in seconds since its epoch / 45,000.

    It never changes by itself, so a list can be paged by it. Source: `_hot` in r2/r2/lib/db/_sorts.pyx, which reddit
    published in 2008. Our points are never negative, so its sign is left out.
    """
    return log10(max(abs(points), 1)) + (created_at - EPOCH).total_seconds() / TENFOLD
