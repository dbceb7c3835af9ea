"""The post that answers a question: chosen by who asked, or by a moderator."""

from django.db import transaction

from board import announce, listing, rehousing
from board.kinds import opening, statuses, telling
from board.models import Acceptance, Post, Thread
from board.policy import require_standing
from board.shapes import ThreadShape
from community.activity.models import record
from community.errors import Conflict, InvalidInput, NotFound
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator


@transaction.atomic
def accept(member: Member, thread: Thread, post_id: int, *, instead: int | None = None) -> ThreadShape:
    """Say which post answers a question.

    Args:
        instead: the id of the post whose place it takes, as far as the member saw one there.

    Raises:
        Forbidden: `forbidden`.
        NotFound: the post does not stand in this thread.
        InvalidInput: `answer.opening` for the question itself; `message.removed`.
        Conflict: `answer.changed` where somebody else accepted another meanwhile; `thread.kind`, `thread.merged`.
    """
    moderates = opening.require_keeper(member, thread)
    held = _held(thread)
    post = _candidate(thread, post_id)
    if held == post.pk:
        return listing.one(thread, member)
    _require_as_seen(held, instead)
    chosen = {"post": post, "by": member}
    Acceptance.objects.update_or_create(thread=thread, defaults=chosen)
    told = _settled(member, thread, post.pk, "accept", moderates=moderates)
    if held is not None:
        telling.not_accepted(held)
    telling.accepted(thread, post, member)
    return told


@transaction.atomic
def take_back(member: Member, thread: Thread, post_id: int) -> ThreadShape:
    """Let a question be open again.

    Args:
        post_id: the post that answered it, as far as the member saw.

    Raises:
        Forbidden, Conflict: as `accept`.
    """
    moderates = opening.require_keeper(member, thread)
    held = _held(thread)
    if held is None:
        return listing.one(thread, member)
    _require_as_seen(held, post_id)
    Acceptance.objects.filter(thread=thread).delete()
    telling.not_accepted(held)
    return _settled(member, thread, post_id, "unaccept", moderates=moderates)


def _held(thread: Thread) -> int | None:
    """Lock a question; the id of the post that answers it."""
    rehousing.hold(thread)
    if thread.kind != Thread.Kind.QUESTION:
        raise Conflict("thread.kind", "This is no question.", kind=thread.kind, status=thread.status or None)
    post = statuses.answers([thread.pk]).get(thread.pk)
    return post.pk if post else None


def _candidate(thread: Thread, post_id: int) -> Post:
    post = thread.posts.select_related("removal", "message__removal").filter(pk=post_id).first()
    if post is None:
        raise NotFound("post")
    if post.pk == thread.posts.order_by("seq").values_list("pk", flat=True).first():
        raise InvalidInput("answer.opening", "The question does not answer itself.")
    require_standing(post)
    return post


def _require_as_seen(held: int | None, seen: int | None) -> None:
    if held != seen:
        raise Conflict("answer.changed", "Another answer was accepted meanwhile.", post=held)


def _settled(member: Member, thread: Thread, post_id: int, act: str, *, moderates: bool) -> ThreadShape:
    thread.advance()
    statuses.refresh(thread)
    if moderates:
        by = Moderator(member=member)
        audit.record(by, act, thread, thread.community_id, thread.author, "", post=post_id)
    record(member, f"thread.{act}", thread, post=post_id)
    announce.changed(thread, "answered")
    return listing.one(thread, member)
