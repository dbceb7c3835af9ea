"""Notes: anybody who may write changes the opening. What it said before stays, and of two changes to the same text one
is told of the other.
"""

from django.db import transaction

from board import announce, audiences, flagging, listing, policy, rehousing, telling
from board.kinds import revisions
from board.models import Post, Revision, Thread
from board.shapes import ThreadShape
from community.activity.models import record
from community.clock import now
from community.errors import Conflict
from community.members.models import Member
from community.moderation import wordlists
from community.trust import screening


@transaction.atomic
def write(member: Member, thread: Thread, body: str, *, revision: int) -> ThreadShape:
    """Let a note say something else.

    Args:
        revision: the number of the revision that the member changed.

    Raises:
        Forbidden: `forbidden`, `thread.locked`, `words.blocked`, `newcomer.edit`.
        InvalidInput: `message.empty`, `message.too_long`, `message.removed`, `mention.too_many`.
        Conflict: `note.changed`, with what it says now; `thread.kind`, `thread.merged`.
    """
    policy.require_writer(member, "post.create")
    rehousing.hold(thread)
    policy.require_open(thread)
    if thread.kind != Thread.Kind.NOTE:
        raise Conflict("thread.kind", "This is no note.", kind=thread.kind, status=thread.status or None)
    post = revisions.opening(thread)
    policy.require_standing(post)
    said = wordlists.checked(thread.community_id, policy.checked_body(body, carries_files=bool(post.files)))
    if said.text == post.body:
        return listing.one(thread, member)
    _require_newest(thread, post, revision)
    _require_fair(member, thread, post, said.text)
    thread.advance()
    _put(member, thread, post, said.text)
    record(member, "note.write", thread, revision=thread.revision)
    announce.changed(thread, "edited", announce.touch(thread, [post.pk]))
    transaction.on_commit(lambda: flagging.note_words(post, said.flags), robust=True)
    return listing.one(thread, member)


def _require_newest(thread: Thread, post: Post, revision: int) -> None:
    if thread.revision != revision:
        raise Conflict("note.changed", "Somebody else changed it meanwhile.", revision=thread.revision, body=post.body)


def _require_fair(member: Member, thread: Thread, post: Post, body: str) -> None:
    if not flagging.is_private(thread.category):
        screening.require_fair_edit(member, post.body, body)
    audiences.require_fair_edit(member, thread.category, post.body, body)


def _put(member: Member, thread: Thread, post: Post, body: str) -> None:
    revisions.keep_first(post)
    moment, number = now(), thread.revision + 1
    Revision.objects.create(post=post, number=number, body=body, by=member, at=moment)
    Post.objects.filter(pk=post.pk).update(body=body, edited_at=moment)
    post.body = body
    Thread.objects.filter(pk=thread.pk).update(revision=number)
    thread.revision = number
    telling.reword(post, body)
