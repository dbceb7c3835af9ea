"""How good and how lively a thread is, as two numbers that are stored whenever they change."""

from datetime import UTC, datetime
from math import log10

from board.models import Post, PostReaction, Thread
from chat.models import Reaction
from community import lookups

EPOCH = datetime(2005, 12, 8, 7, 46, 43, tzinfo=UTC)
_BEFORE = "SELECT 1 FROM board_post WHERE thread_id = %s AND author_id = %s AND message_id IS NULL AND id <> %s LIMIT 1"
_NOTE = "UPDATE board_thread SET last_at = %s, last_by_id = %s, score = %s, hot = %s WHERE id = %s RETURNING id"
TENFOLD = 45_000  # seconds, half a day: what ten times the score is worth


def refresh(thread: Thread) -> None:
    """Count again; call with the thread advanced, so that nobody counts at the same time."""
    thread.score = score(thread)
    thread.hot = hot(thread.score, thread.created_at)
    Thread.objects.filter(pk=thread.pk).update(score=thread.score, hot=thread.hot)


def replied(thread: Thread, post: Post) -> None:
    """Note the last reply, and its author if they had not replied before; call with the thread advanced."""
    newcomer = not (post.author_id == thread.author_id or lookups.rows(_BEFORE, [thread.pk, post.author_id, post.pk]))
    thread.score += newcomer
    thread.hot = hot(thread.score, thread.created_at)
    thread.last_at, thread.last_by = post.created_at, post.author
    news = [thread.last_at, post.author_id, thread.score, thread.hot, thread.pk]
    lookups.rows(_NOTE, news)


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
