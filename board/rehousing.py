"""Taking posts with all that hangs on them from one thread into another. Call inside a transaction, from `hold` on.

A post keeps its id, author, time, words, reactions and files. It gets a new number and path where it stands now; a
trail stays where it stood. However many there are, it takes the same number of statements.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from board import announce, cards, policy, scores, telling
from board.kinds import statuses
from board.models import Acceptance, Post, Thread, ThreadAct, ThreadSeat, Trail
from board.models.posts import WIDTH, path_below
from board.seats import place
from community.drafts import drafts
from community.members.models import Member
from community.notifications import notices
from community.saved import saving

_REHOUSE = """
UPDATE board_post AS post
   SET thread_id = %s, rev = %s, seq = new.seq, path = new.path, depth = new.depth, parent_id = new.parent
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::bigint[]) AS new(id, seq, path, depth, parent)
 WHERE post.id = new.id
"""
# Whoever had read all of the one thread has nothing new to read; who read both goes on where they stopped in the other.
_SEATS = """
INSERT INTO board_threadseat AS seat (thread_id, member_id, level, read_seq)
SELECT %(target)s, member_id, level,
       %(before)s + (SELECT count(*) FROM unnest(%(seqs)s::bigint[]) AS old(seq) WHERE old.seq <= read_seq)
  FROM board_threadseat WHERE thread_id = %(source)s
    ON CONFLICT (thread_id, member_id) DO UPDATE
   SET level = CASE WHEN seat.level = 'normal' THEN excluded.level ELSE seat.level END,
       read_seq = CASE WHEN seat.read_seq >= %(before)s THEN excluded.read_seq ELSE seat.read_seq END
"""


@dataclass(frozen=True)
class Stood:
    """Where a post stood."""

    id: int
    seq: int
    path: str
    parent: int | None
    written: bool  # here, not in the stream


def hold(*threads: Thread) -> None:
    """Lock threads as they are by then, and before them the rooms of what stands there.

    Raises:
        Conflict: `thread.merged` where one of them does not stand for itself any more.
        NotFound: it was removed.
    """
    cards.hold_all(threads)
    ids = sorted(thread.pk for thread in threads)
    list(Thread.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    for thread in threads:
        thread.refresh_from_db(fields=["category", "seq", "rev", "replies", "acts", "kind", "status", "revision"])
        policy.require_whole(thread)


def standing_in(thread: Thread) -> list[Stood]:
    """All posts of a thread, in the order in which they came."""
    rows = thread.posts.order_by("seq").values_list("pk", "seq", "path", "parent", "message")
    return [Stood(pk, seq, path, parent, message is None) for pk, seq, path, parent, message in rows]


def rehouse(posts: list[Stood], source: Thread, target: Thread) -> list[int]:
    """Let posts stand in another thread, after what stands there; those whose parent stays behind stand at the top.

    Gives the ids of all posts of the target that took its new number.
    """
    before, seqs = target.seq, [post.seq for post in posts]
    written = sum(post.written for post in posts)
    source.advance(replies=-min(written, source.replies))
    target.advance(posts=len(posts), replies=written)
    Trail.objects.bulk_create(Trail(thread=source, seq=post.seq, rev=source.rev, post_id=post.id) for post in posts)
    with connection.cursor() as cursor:
        cursor.execute(_REHOUSE, [target.pk, target.rev, *_columns(posts, before)])
        elsewhere = ThreadSeat.objects.filter(thread=source).values("member")
        rows = ThreadSeat.objects.filter(thread=target, read_seq__gte=before).exclude(member__in=elsewhere)
        rows.update(read_seq=target.seq)
        cursor.execute(_SEATS, {"source": source.pk, "target": target.pk, "before": before, "seqs": seqs})
    _take_answer(posts, source, target)
    told = (telling.key, telling.accepted_key)
    numbers = {key(post.id): seq for seq, post in enumerate(posts, before + 1) for key in told}
    notices.rehouse(numbers, place(target), {"thread": target.pk, "title": target.title})
    return announce.touch(target, [post.id for post in posts])


def _take_answer(posts: list[Stood], source: Thread, target: Thread) -> None:
    """An accepted answer is one where it stands, unless that has one already."""
    if not Acceptance.objects.filter(thread=target).exists():
        mine = Acceptance.objects.filter(thread=source, post__in=[post.id for post in posts])
        mine.update(thread=target)


def note(thread: Thread, kind: ThreadAct.Kind, by: Member | None, **about: Any) -> None:
    """Leave a line in a thread that says what was done; the rest are fields of `ThreadAct`."""
    ThreadAct.objects.create(thread=thread, kind=kind, by=by, **about)
    thread.acts += 1
    Thread.objects.filter(pk=thread.pk).update(acts=thread.acts)


def recount(thread: Thread) -> None:
    """What is shown of a thread in lists: its score, its status, and who wrote last."""
    scores.refresh(thread)
    statuses.refresh(thread)
    last = thread.posts.select_related("author").order_by("-created_at", "-pk").first()
    if last:
        thread.last_at, thread.last_by = last.created_at, last.author
        Thread.objects.filter(pk=thread.pk).update(last_at=last.created_at, last_by=last.author)


def unquote(thread: Thread, gone: Iterable[int]) -> list[int]:
    """Give the posts that quoted what left the thread its number; their ids."""
    quoting = Post.objects.filter(thread=thread, message__reply_to__post__in=list(gone))
    ids = list(quoting.values_list("pk", flat=True))
    Post.objects.filter(pk__in=ids).update(rev=thread.rev)
    return ids


def lead_on(source: Thread, target: Thread) -> None:
    """What was begun in a thread, and told of it, goes with it into the one that takes its place."""
    drafts.rehouse(place(source), place(target))
    saving.lead_on("thread", source.pk, target.pk)
    notices.lead_on(place(source), place(target), {"thread": target.pk})


def _columns(posts: list[Stood], before: int) -> tuple[list[int], list[int], list[str], list[int], list[int | None]]:
    """The new rows, column by column: ids, numbers, paths, depths and parents."""
    paths: dict[int, str] = {}
    for seq, post in enumerate(posts, before + 1):
        paths[post.id] = path_below(paths.get(post.parent or 0, ""), seq)
    return (
        [post.id for post in posts],
        [before + number for number in range(1, len(posts) + 1)],
        list(paths.values()),
        [len(path) // WIDTH - 1 for path in paths.values()],
        [post.parent if post.parent in paths else None for post in posts],
    )
