"""Splitting posts off into a thread of their own. Merging that thread back undoes it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from board import announce, listing, policy, rehousing, tags
from board.models import Thread, ThreadAct
from board.rehousing import Stood
from board.shapes import ThreadShape
from community.activity.models import record
from community.clock import now
from community.errors import InvalidInput
from community.members.models import Member
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator


@transaction.atomic
def split(member: Member, thread: Thread, post_ids: Iterable[int], title: str, *, client_id: UUID) -> ThreadShape:
    """Let posts, with everything that answers them, begin a thread of their own in the same category.

    Args:
        client_id: the client's own id of the new thread; the same again gets the first answer.

    Raises:
        Forbidden: `forbidden`.
        InvalidInput: `thread.nothing_chosen`; `thread.opening` where the first post was chosen; `input.invalid`.
        Conflict: `thread.merged`.
    """
    Moderator(member=member).require("thread.split")
    if earlier := Thread.objects.filter(author=member, client_id=client_id).first():
        return listing.one(earlier, member)
    title = wordlists.checked(member.community_id, policy.checked_title(title)).text
    rehousing.hold(thread)
    posts = _with_answers(rehousing.standing_in(thread), set(post_ids))
    fresh = _begin(member, thread, title, client_id)
    changed = rehousing.rehouse(posts, thread, fresh)
    Thread.objects.filter(pk=fresh.pk).update(replies=max(0, fresh.replies - posts[0].written))
    rehousing.note(thread, ThreadAct.Kind.SPLIT_OFF, member, other=fresh, posts=len(posts))
    rehousing.note(fresh, ThreadAct.Kind.SPLIT_FROM, member, other=thread, posts=len(posts))
    rehousing.recount(thread)
    rehousing.recount(fresh)
    about = {"into": fresh.pk, "posts": len(posts)}
    audit.record(Moderator(member=member), "split", thread, thread.community_id, thread.author, "", **about)
    record(member, "thread.split", thread, **about)
    gone = [post.id for post in posts]
    announce.changed(thread, "split", rehousing.unquote(thread, gone), gone=gone)
    announce.changed(fresh, "split", changed)
    return listing.one(fresh, member)


def _with_answers(posts: list[Stood], chosen: set[int]) -> list[Stood]:
    """The chosen posts of a thread and everything below them; raises where nothing, or everything, was chosen."""
    above = tuple(post.path for post in posts if post.id in chosen)
    if not above:
        raise InvalidInput("thread.nothing_chosen", "Choose posts of this thread.")
    if posts[0].id in chosen:
        raise InvalidInput("thread.opening", "The first post stays where it is.")
    return [post for post in posts if post.path.startswith(above)]


def _begin(member: Member, thread: Thread, title: str, client_id: UUID) -> Thread:
    moment = now()
    fresh = Thread.objects.create(
        community_id=thread.community_id, category=thread.category, title=title, author=member, client_id=client_id,
        created_at=moment, last_at=moment, last_by=member,
    )  # fmt: skip
    tags.put_on(fresh, [tag.name for tag in thread.tags.all()])
    return fresh
