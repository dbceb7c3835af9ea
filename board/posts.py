"""What members do with posts. Every verb is one transaction under its thread's lock, announced on commit.

The words of a promoted post are a message of the stream: what is done to them is done there; `echoes` shows it here.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from board import announce, audiences, cards, flagging, holding, pages, policy, scores, seats, tasks, telling
from board.kinds import revisions, statuses
from board.models import Post, PostRemoval, Thread
from board.models.posts import WIDTH, path_under
from board.shapes import PostShape, Why
from chat import messages
from community import lookups
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.files import attaching
from community.files.attaching import Offered
from community.jobs.queue import queue
from community.members.models import Member, User
from community.moderation import audit, holds, wordlists
from community.moderation.audit import Moderator
from community.trust import screening
from community.trust.said import Said

POST = "post"  # as a carrier of files
_EARLIER = "SELECT id FROM board_post WHERE author_id = %s AND client_id = %s"


def seen_by(user: User, post_id: int) -> tuple[Post, Member]:
    """A post that an account can read, and who it is there; raises `not_found`."""
    rows = Post.objects.select_related(
        "thread__category__room", "author", "removal", "message__room", "message__removal", "message__author"
    )
    post = rows.filter(pk=post_id, thread__in=Thread.objects.visible_to_user(user)).first()
    if post is None:
        raise NotFound("post")
    return post, Member.objects.of_user(user).get(community=post.community_id)


def reply(
    author: Member,
    thread: Thread,
    body: str,
    *,
    client_id: UUID,
    parent: int | None = None,
    files: Sequence[int] = (),
    read: bool = False,
) -> PostShape:
    """Write in a thread; committed when this returns.

    Args:
        client_id: the client's own id of this post; the same again gets the first answer.
        parent: the id of the post in the same thread that this answers.
        files: the ids of the files that go along.
        read: whether a moderator has read it, so that no word list holds it back.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `thread.locked`, `mention.role_capped`, `mention.role_often`,
            `words.blocked`, `post.held`, `post.refused`.
        InvalidInput: `message.empty`, `message.too_long`, `mention.too_many`, `files.too_many`.
        NotFound: the post answered is not in this thread, the thread was removed, or a file is not theirs to send.
        TooMany: `rate.limited`.
    """
    if earlier := _posted_before(author, client_id):
        return earlier
    policy.require_writer(author, "post.create")
    if files and not read:
        holds.require_new(author, client_id)
    offered = Offered(files).by(author, files)
    body = policy.checked_body(body, carries_files=bool(offered))
    said = wordlists.checked(author.community_id, body, can_wait=True)
    target = _target(thread, parent)
    call = audiences.calling(thread.category, author, said.text, client_id)
    alone = flagging.is_private(thread.category)
    waits, why = holding.reason(Said(author, body, "post", call.amount, len(offered), alone), said.holds, read=read)
    if waits:
        raise holding.post(author, thread, body, client_id, parent, files, waits, why)
    post = Post(
        community_id=thread.community_id, thread=thread, parent=target, author=author, client_id=client_id,
        body=said.text, files=attaching.stored(offered),
    )  # fmt: skip
    try:
        return _commit(post, said.flags)
    except IntegrityError:
        # The same post came in twice at once, and the other one was first.
        if earlier := _posted_before(author, client_id):
            return earlier
        raise


@transaction.atomic
def _commit(post: Post, flags: Sequence[str]) -> PostShape:
    thread = post.thread
    promoted = cards.hold(thread)
    post.rev = thread.advance(posts=1, replies=1)
    policy.require_open(thread)
    if post.parent:
        post.parent = pages.one(post.parent.pk)  # as it stands under the lock: what is removed is not quoted
        _require_here(post.parent, thread)
    post.seq, post.path = thread.seq, path_under(post.parent, thread.seq)
    post.depth = len(post.path) // WIDTH - 1
    post.save(force_insert=True)
    carry(post)
    scores.replied(thread, post)
    seats.caught_up(thread, post.author)
    if promoted:
        cards.count_up(thread)
    queue(tasks.tell_of_post, post.pk)
    flagging.note_words(post, flags)
    return announce.posted(thread, post)


@transaction.atomic
def edit(author: Member, post: Post, body: str) -> PostShape:
    """Change the text of one's own post."""
    policy.require_own(author, post)
    policy.require_open(post.thread)
    if post.message:
        messages.edit(author, post.message, body)
        return found(post.pk)
    policy.require_writer(author, "post.create")
    said = wordlists.checked(post.community_id, policy.checked_body(body, carries_files=bool(post.files)))
    body = said.text
    if not flagging.is_private(post.thread.category):
        screening.require_fair_edit(author, post.body, body)
    audiences.require_fair_edit(author, post.thread.category, post.body, body)
    if "@" in body:
        queue(tasks.tell_of_post, post.pk)
    _hold(post)
    policy.require_unshared(post)
    Post.objects.filter(pk=post.pk).update(body=body, edited_at=now())
    telling.reword(post, body or attaching.marks(post.files))
    transaction.on_commit(lambda: flagging.note_words(post, said.flags), robust=True)
    return _changed(post, "edited")


@transaction.atomic
def delete(author: Member, post: Post) -> PostShape:
    """Delete one's own post, at any time; what others answered stays."""
    policy.require_own(author, post)
    if post.message:
        messages.delete(author, post.message)
        return found(post.pk)
    if revisions.by_others(post):
        raise Forbidden("thread.answered", "Others wrote at this: ask a moderator.")
    return _remove(post, PostRemoval.Kind.DELETED, author)


@transaction.atomic
def hide(by: Moderator, post: Post, reason: str = "", rule: str = "") -> PostShape:
    """Take a post out of sight as a moderator; its text stays and can be restored."""
    if post.message:
        messages.hide(by, post.message, reason, rule)
        return found(post.pk)
    by.require("message.hide")
    policy.require_standing(post)
    audit.record(by, "hide", post, post.community_id, post.author, reason, rule=rule)
    return _remove(post, PostRemoval.Kind.HIDDEN, by.member, reason)


@transaction.atomic
def restore(by: Moderator, post: Post) -> PostShape:
    """Show a hidden post again. What its author took back stays with the author."""
    if post.message:
        messages.restore(by, post.message)
        return found(post.pk)
    by.require("message.hide")
    hidden = PostRemoval.objects.filter(post=post, kind=PostRemoval.Kind.HIDDEN)
    if not hidden.exists():
        return found(post.pk)
    advance(post)
    if hidden.delete()[0]:
        statuses.refresh(post.thread)
        audit.record(by, "restore", post, post.community_id, post.author)
        queue(tasks.tell_of_post, post.pk)
    return _changed(post, "restored")


def carry(post: Post) -> None:
    """Hand the files of a new post over to it; call it in the transaction that writes it."""
    attaching.attach(POST, [(file["id"], post.pk) for file in post.files or ()])


def may_read(user: User, post_id: int) -> bool:
    """Whether an account can read a post that was written here, and it stands: what it carries goes with it."""
    readable = Thread.objects.visible_to_user(user)
    return Post.objects.filter(pk=post_id, removal=None, thread__in=readable).exists()


def may_read_promoted(user: User, message_id: int) -> bool:
    """The same for a message of the stream that stands in a thread."""
    readable = Thread.objects.visible_to_user(user)
    standing = Post.objects.filter(message=message_id, message__removal=None, removal=None)
    return standing.filter(thread__in=readable).exists()


def found(post_id: int) -> PostShape:
    return pages.shapes(pages.whole(Post.objects.filter(pk=post_id)))[0]


def _posted_before(author: Member, client_id: UUID) -> PostShape | None:
    earlier = lookups.rows(_EARLIER, [author.pk, client_id])
    return found(earlier[0][0]) if earlier else None


def _target(thread: Thread, post_id: int | None) -> Post | None:
    if post_id is None:
        return None
    target = thread.posts.filter(pk=post_id).first()
    if target is None:
        raise NotFound("post")
    return target


def _remove(post: Post, kind: PostRemoval.Kind, by: Member | None, reason: str = "") -> PostShape:
    _hold(post)
    PostRemoval.objects.create(post=post, kind=kind, by=by, reason=reason)
    statuses.refresh(post.thread)
    if post.files and kind == PostRemoval.Kind.DELETED:  # what is hidden can be restored
        attaching.release(POST, post.pk)
    shape = _changed(post, "hidden" if kind == PostRemoval.Kind.HIDDEN else "deleted")
    telling.withdraw(post)
    return shape


def _hold(post: Post) -> None:
    """Take the thread's next number, and with it the thread; raises `message.removed` where somebody was faster."""
    advance(post)
    if PostRemoval.objects.filter(post=post).exists():
        raise InvalidInput("message.removed", "The post was removed.")


def advance(post: Post) -> None:
    """Take the next number of the thread in which a post stands once that is locked: it may have left meanwhile."""
    post.thread.advance()
    while (stands := Post.objects.values_list("thread", flat=True).get(pk=post.pk)) != post.thread_id:
        post.thread = Thread.objects.select_related("category__room").get(pk=stands)
        post.thread.advance()


def _require_here(answered: Post | None, thread: Thread) -> None:
    if answered and answered.thread_id != thread.pk:
        raise Conflict("post.moved", "What this answers stands in another thread now.", thread=answered.thread_id)


def _changed(post: Post, why: Why) -> PostShape:
    """Tell who reads the thread that a post says something else now, and with it what quotes it."""
    rows = announce.changed(post.thread, why, announce.touch(post.thread, [post.pk]), on_lists=post.seq == 1)
    return next(row for row in rows if row.id == post.pk)
