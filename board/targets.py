"""Posts and threads as things that can be reported."""

from typing import Any

from django.db.models import QuerySet

from board import flagging, posts, threads
from board.models import Category, Post, PostRemoval, Thread
from community.members.models import Member, User
from community.moderation import audit_details, targets
from community.moderation.audit import Moderator
from community.moderation.targets import Kind, Line, Target
from community.rules import places
from community.rules.places import Place

AROUND = 5  # posts before, and as many after


def register() -> None:
    targets.register("post", Kind(post_seen_by, post_found, around_post, hide_post, restore_post))
    places.register("post", lambda reader, ids: _places(reader, Post.objects.filter(pk__in=ids), "thread__category"))
    places.register("thread", lambda reader, ids: _places(reader, Thread.objects.filter(pk__in=ids), "category"))
    places.register("category", _categories)
    audit_details.say("audience", Category.Audience)
    thread = Kind(thread_seen_by, thread_found, around_thread, hide_thread, restore_thread, takes="thread.edit")
    targets.register("thread", thread)


def post_seen_by(user: User, post_id: int) -> tuple[Target, Member]:
    post, member = posts.seen_by(user, post_id)
    return flagging.of_post(post), member


def post_found(post_id: int) -> Target | None:
    post = flagging.whole_posts().filter(pk=post_id).first()
    return flagging.of_post(post) if post else None


def around_post(post_id: int) -> list[Line]:
    """The posts beside it, in the order in which they were written; what its authors took back is left out."""
    it = flagging.whole_posts().get(pk=post_id)
    near = flagging.whole_posts().filter(thread=it.thread).exclude(removal__kind=PostRemoval.Kind.DELETED)
    before = list(near.filter(seq__lt=it.seq).order_by("-seq")[:AROUND])[::-1]
    after = near.filter(seq__gt=it.seq).order_by("seq")[:AROUND]
    return [
        Line(post.author.name, post.said(), post.created_at, post.pk == it.pk, post.author_id)
        for post in (*before, it, *after)
    ]


def hide_post(by: Moderator, post_id: int, reason: str, rule: str = "") -> None:
    posts.hide(by, flagging.whole_posts().get(pk=post_id), reason, rule)


def restore_post(by: Moderator, post_id: int) -> None:
    posts.restore(by, flagging.whole_posts().get(pk=post_id))


def thread_seen_by(user: User, thread_id: int) -> tuple[Target, Member]:
    thread, member = threads.seen_by(user, thread_id)
    return flagging.of_thread(thread), member


def thread_found(thread_id: int) -> Target | None:
    thread = flagging.whole_threads().filter(pk=thread_id).first()
    return flagging.of_thread(thread) if thread else None


def around_thread(thread_id: int) -> list[Line]:
    """Its title and its first posts."""
    thread = flagging.whole_threads().get(pk=thread_id)
    title = Line(thread.author.name, thread.title, thread.created_at, True, thread.author_id)
    first = (
        flagging.whole_posts()
        .filter(thread=thread)
        .exclude(removal__kind=PostRemoval.Kind.DELETED)
        .order_by("seq")[:AROUND]
    )
    said = [Line(post.author.name, post.said(), post.created_at, False, post.author_id) for post in first]
    return [title, *said]


def hide_thread(by: Moderator, thread_id: int, reason: str, rule: str = "") -> None:
    threads.remove(by, flagging.whole_threads().get(pk=thread_id), reason, rule)


def restore_thread(by: Moderator, thread_id: int) -> None:
    threads.restore(by, flagging.whole_threads().get(pk=thread_id))


def _categories(reader: Member, ids: set[int]) -> dict[int, Place]:
    seen = Category.objects.visible_to(reader).filter(pk__in=ids).select_related("community")
    return {category.pk: Place(category.name, f"/c/{category.community.slug}/t") for category in seen}


def _places(reader: Member, rows: QuerySet[Any], category: str) -> dict[int, Place]:
    """The categories in which they stand, as far as a reader can see these."""
    seen = rows.filter(**{f"{category}__in": Category.objects.visible_to(reader)})
    found = seen.values_list("pk", f"{category}__name", f"{category}__community__slug")
    return {pk: Place(name, f"/c/{slug}/t") for pk, name, slug in found}
