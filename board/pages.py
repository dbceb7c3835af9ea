"""Reading a thread: pages in tree order, and what changed since a number."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from board import listing
from board.models import Post, PostReaction, Thread, Trail
from board.shapes import PostPlace, PostShape, PostsPage, ThreadChanges
from chat.history import named
from chat.models import Reaction
from community import lookups
from community.errors import InvalidInput, NotFound
from community.kept import Kept
from community.lookups import Lookup, any_of

PAGE = 50  # posts
MOST = 200  # posts a page at the most, and changes a fetch
_PATH = re.compile("[0-9a-z]*")


def whole(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with everything that their shape shows but what they answer: three queries, however many there are."""
    return _beside(posts).prefetch_related(
        Prefetch("reactions", named(PostReaction.objects.all(), "post")),
        Prefetch("message__reactions", named(Reaction.objects.all(), "message")),
    )


def _beside(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.select_related("author", "removal", "message", "message__removal")


# What names the content of a post: its number, and what is shown of people and of what it answers.
_KEYS = """
SELECT post.id, post.thread_id, post.rev, author.name, author.hue, author.role, quoted.id,
       above.name, above.hue, above.role
  FROM board_post AS post JOIN members_member AS author ON author.id = post.author_id
  LEFT JOIN board_post AS parent ON parent.id = post.parent_id
  LEFT JOIN chat_message AS message ON message.id = post.message_id
  LEFT JOIN board_post AS quoted ON quoted.message_id = message.reply_to_id AND quoted.thread_id = post.thread_id
  LEFT JOIN members_member AS above ON above.id = COALESCE(parent.author_id, quoted.author_id)
 WHERE post.thread_id = %s AND post.path >= %s AND post.path < %s ORDER BY post.path
"""
_BELOW_ALL, _ABOVE_ALL = " ", "~"  # stand before and behind all signs of a path
KEPT: Kept[PostShape] = Kept(5_000)
_posts = Lookup(lambda ids: _beside(Post.objects.filter(pk__in=any_of(ids))), 1)
_reactions = Lookup(lambda ids: named(PostReaction.objects.filter(post__in=any_of(ids)), "post"), 1)


def one(post_id: int) -> Post | None:
    """A post with all rows that it has at most one of."""
    return _posts.first([post_id])


def _within(thread: Thread, first: str, beyond: str, limit: int) -> list[tuple[Any, ...]]:
    """The keys of the posts from a path on, up to another, so many."""
    return lookups.rows(f"{_KEYS} LIMIT {limit:d}", [thread.pk, first, beyond])


def _made(ids: list[int]) -> dict[int, PostShape]:
    """The same as with `whole`. Posts come first: no number is newer than what it names."""
    found = _posts(ids)
    alike: dict[int, list[PostReaction]] = defaultdict(list)
    for reaction in _reactions(ids):
        alike[reaction.post_id].append(reaction)
    for post in found:
        post._prefetched_objects_cache = {"reactions": alike[post.pk]}  # type: ignore[attr-defined]
    carried = [post.message for post in found if post.message]
    prefetch_related_objects(carried, Prefetch("reactions", named(Reaction.objects.all(), "message")))
    return {shape.id: shape for shape in shapes(found)}


def shapes(posts: Iterable[Post]) -> list[PostShape]:
    """Shapes of posts of one thread."""
    rows = list(posts)
    by_id, by_message = _answered(rows)
    return [PostShape.of(row, by_id.get(row.parent_id) or by_message.get(_answers_message(row))) for row in rows]


def page(
    thread: Thread, *, before: str = "", after: str = "", around: int | None = None, message: int | None = None,
    limit: int = PAGE,
) -> PostsPage:  # fmt: skip
    """One page of a thread in tree order: the first, or that before or after a path, or around a post.

    Args:
        around: the `seq` of a post that the page is to contain; beyond the last, the last.
        message: the id of a promoted message, likewise.

    What was asked for and stands in another thread by now is named in `moved`.

    Raises:
        InvalidInput: what is given as a path is none.
        NotFound: that message does not stand here.
    """
    limit = min(limit, MOST)
    if not _PATH.fullmatch(before + after):
        raise InvalidInput("input.invalid", "This is not a path of ours.", fields={"after": "unknown"})
    moved = _moved(thread, around, message) if around or message else None
    start = _start(thread, before, around, message, limit) if before or around or message else None
    found = _within(thread, start or f"{after}{_BELOW_ALL}", before or _ABOVE_ALL, limit + 1)
    posts, more = KEPT.of(found[:limit], _made), len(found) > limit or bool(before)
    return PostsPage(
        rev=thread.rev,
        seq=thread.seq,
        posts=posts,
        next=posts[-1].path if posts and more else None,
        before=bool(posts and (start or after)) and thread.posts.filter(path__lt=posts[0].path).exists(),
        moved=moved,
    )


def changes(thread: Thread, since: int, limit: int = MOST) -> ThreadChanges:
    """What has changed in a thread since a number, oldest first; call again with the answer's `rev` while `more`."""
    upto = _boundary(thread, since, limit)
    rows = whole(thread.posts.filter(rev__range=(since + 1, upto)).order_by("rev", "seq"))
    left = Trail.objects.filter(thread=thread, rev__range=(since + 1, upto)).exclude(post__thread=thread)
    return ThreadChanges(
        rev=upto, seq=thread.seq, posts=shapes(rows), gone=sorted(set(left.values_list("post", flat=True))),
        info=listing.info(thread), more=upto < thread.rev,
    )  # fmt: skip


def _start(thread: Thread, before: str, around: int | None, message: int | None, limit: int) -> str:
    """The path at which a page begins that ends before a path, or that has a post in its middle."""
    above, room = (before, limit) if before else (_path_of(thread, around, message), limit // 2)
    paths = thread.posts.filter(path__lt=above).order_by("-path").values_list("path", flat=True)[:room]
    return min(paths, default=above)


def _path_of(thread: Thread, around: int | None, message: int | None) -> str:
    """The path of the post that was asked for; where it left, that of the one before its place."""
    near = thread.posts.filter(seq__lte=around or 1).order_by("-seq")
    path = thread.posts.filter(message=message).values_list("path", flat=True).first() if message else None
    if path is None and message and not Post.objects.filter(message=message, trails__thread=thread).exists():
        raise NotFound("post")
    return path or near.values_list("path", flat=True).first() or ""


def _moved(thread: Thread, seq: int | None, message: int | None) -> PostPlace | None:
    """Where a post stands now that stood in this thread once."""
    if not thread.acts:
        return None
    was_here = Trail.objects.filter(thread=thread).exclude(post__thread=thread)
    chosen = was_here.filter(post__message=message) if message else was_here.filter(seq=seq or 0)
    place = chosen.values_list("post__thread", "post__seq").first()
    return PostPlace(thread=place[0], seq=place[1]) if place else None


def _answered(rows: list[Post]) -> tuple[dict[int | None, Post], dict[int | None, Post]]:
    """The posts that these answer: by id, and those that stand for a message by the message's id.

    A message that was answered in the stream is quoted only where it stands in the same thread: elsewhere its
    words are not for everybody who reads here.
    """
    here: dict[int | None, Post] = {row.pk: row for row in rows}
    elsewhere = {row.parent_id for row in rows if row.parent_id} - here.keys()
    wanted = Q(pk__in=elsewhere)
    if messages := {message for row in rows if (message := _answers_message(row))}:
        wanted |= Q(message__in=messages)
    posts = Post.objects.select_related("author", "removal", "message", "message__removal")
    beyond = elsewhere or messages
    found = list(posts.filter(wanted, thread__in={row.thread_id for row in rows})) if beyond else []
    return here | {post.pk: post for post in found}, {post.message_id: post for post in found if post.message_id}


def _answers_message(row: Post) -> int | None:
    return row.message.reply_to_id if row.message else None


def _boundary(thread: Thread, since: int, limit: int) -> int:
    """The highest number that one answer covers: a change that touched many rows is never cut in two."""
    revs = list(thread.posts.filter(rev__gt=since).order_by("rev").values_list("rev", flat=True)[: limit + 1])
    return max(since, thread.rev) if len(revs) <= limit else max(revs[-1] - 1, revs[0])
