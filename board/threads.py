"""What members do with threads. Every change is one transaction under the thread's lock, announced on commit."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from board import announce, cards, flagging, holding, listing, policy, posts, scores, seats, tags, tasks, telling
from board.audiences import readers
from board.models import Category, Post, Promotion, Thread, ThreadLock, ThreadPin, ThreadRemoval
from board.models.posts import path_under
from board.shapes import ThreadShape
from chat.mentions import among
from community import access
from community.activity.models import record
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.files import attaching
from community.files.attaching import Offered
from community.files.shapes import FileShape
from community.jobs.queue import queue
from community.lookups import Lookup
from community.members import communities
from community.members.models import Member, User
from community.moderation import audit, holds, wordlists
from community.moderation.audit import Moderator
from community.moderation.wordlists import Checked
from community.realtime.flood import limit_posts

PINS = 10  # pinned threads a category


_thread = Lookup(lambda pk: Thread.objects.filter(pk=pk).select_related("category__room", "removal"), 1)
_member = Lookup(
    lambda user, community: Member.objects.present().filter(user=user, community=community).select_related("silence"), 2
)


def seen_by(user: User, thread_id: int) -> tuple[Thread, Member]:
    """A thread that an account can read, and who it is there; raises `not_found`."""
    thread = _thread.first(thread_id)
    member = _member.first(user.pk, thread.community_id) if thread else None
    if thread is None or member is None or not thread.is_visible_to(member):
        raise NotFound("thread")
    return thread, member


def start(
    author: Member,
    category: Category,
    title: str,
    body: str,
    names: list[str] | None = None,
    *,
    client_id: UUID,
    files: Sequence[int] = (),
    read: bool = False,
) -> ThreadShape:
    """Start a thread with its opening post.

    Args:
        client_id: the client's own id of this thread; the same again gets the first answer.
        files: the ids of the files that go along.
        read: whether a moderator has read it, so that no word list holds it back.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`, `post.held`, `post.refused`.
        InvalidInput: `message.empty`, `message.too_long`, `mention.too_many`, `input.invalid`, `files.too_many`.
        NotFound: a file is not the author's to send.
        TooMany: `rate.limited`.
    """
    if earlier := _started_before(author, client_id):
        return earlier
    policy.require_writer(author, "thread.create")
    if files and not read:
        holds.require_new(author, client_id)
    offered = Offered(files).by(author, files)
    title, body = policy.checked_title(title), policy.checked_body(body, carries_files=bool(offered))
    named = wordlists.checked(author.community_id, title, can_wait=True)
    said = wordlists.checked(author.community_id, body, can_wait=True)
    names = policy.checked_tags(names or [])
    among(readers(category), author, said.text)
    limit_posts(author.pk)
    if (waits := named.holds + said.holds) and not read and not flagging.is_private(category):
        raise holding.thread(author, category, title, body, names, client_id, files, waits)
    try:
        return _open(author, category, named, said, names, client_id, offered)
    except IntegrityError:
        # The same thread came in twice at once, and the other one was first.
        if earlier := _started_before(author, client_id):
            return earlier
        raise


@transaction.atomic
def _open(
    author: Member,
    category: Category,
    named: Checked,
    said: Checked,
    names: list[str],
    client_id: UUID,
    files: list[FileShape],
) -> ThreadShape:
    _keep(author, category)
    title, body, moment = named.text, said.text, now()
    thread = Thread.objects.create(
        community_id=category.community_id, category=category, title=title, author=author, client_id=client_id,
        created_at=moment, last_at=moment, last_by=author,
    )  # fmt: skip
    thread.advance(posts=1)
    post = Post.objects.create(
        community_id=thread.community_id, thread=thread, author=author, client_id=client_id, body=body,
        seq=thread.seq, rev=thread.rev, path=path_under(None, thread.seq), created_at=moment,
        files=attaching.stored(files),
    )  # fmt: skip
    posts.carry(post)
    tags.put_on(thread, names)
    scores.refresh(thread)
    seats.follow(thread, [author.pk])
    record(author, "thread.start", thread)
    announce.changed(thread, "posted", [post.pk])
    if "@" in body:
        queue(tasks.tell_of_post, post.pk)
    flagging.note_title(thread, named.flags)
    flagging.note_words(post, said.flags)
    return listing.one(thread, author)


def _keep(author: Member, category: Category) -> None:
    """Who reads the category stays as the author saw it until the end of the transaction; else `not_found`."""
    rows = Category.objects.visible_to(author).select_for_update(no_key=True, of=("self",))
    if rows.filter(pk=category.pk, audience=category.audience, room=category.room_id).first() is None:
        raise NotFound("category")


@transaction.atomic
def edit(member: Member, thread: Thread, title: str | None = None, names: list[str] | None = None) -> ThreadShape:
    """Rename a thread or change its tags: its author, or a moderator."""
    if thread.author_id != member.pk:
        access.require(member.role, "thread.edit")
        audit.record(Moderator(member=member), "edit", thread, thread.community_id, thread.author, title=thread.title)
    policy.require_writer(member, "thread.create")
    thread.advance()
    if title is not None:
        named = wordlists.checked(thread.community_id, policy.checked_title(title))
        Thread.objects.filter(pk=thread.pk).update(title=named.text)
        flagging.note_title(thread, named.flags)
    if names is not None:
        tags.put_on(thread, policy.checked_tags(names))
    record(member, "thread.edit", thread)
    announce.changed(thread, "renamed")
    return listing.one(thread, member)


@transaction.atomic
def lock(by: Moderator, thread: Thread) -> None:
    """Let nobody write in the thread any more."""
    by.require("thread.lock")
    thread.advance()
    if ThreadLock.objects.get_or_create(thread=thread, defaults={"by": by.member})[1]:
        audit.record(by, "lock", thread, thread.community_id, thread.author)
    announce.changed(thread, "locked")


@transaction.atomic
def unlock(by: Moderator, thread: Thread) -> None:
    by.require("thread.lock")
    thread.advance()
    if ThreadLock.objects.filter(thread=thread).delete()[0]:
        audit.record(by, "unlock", thread, thread.community_id, thread.author)
    announce.changed(thread, "locked")


@transaction.atomic
def pin(by: Moderator, thread: Thread) -> None:
    """Let the thread stand above the others of its category.

    Raises:
        InvalidInput: `pin.too_many`.
    """
    by.require("thread.pin")
    thread.advance()
    if ThreadPin.objects.filter(thread__category=thread.category_id).exclude(thread=thread).count() >= PINS:
        raise InvalidInput("pin.too_many", "This category has as many pins as it can hold.", limit=PINS)
    ThreadPin.objects.get_or_create(thread=thread, defaults={"by": by.member})
    announce.changed(thread, "pinned")


@transaction.atomic
def unpin(by: Moderator, thread: Thread) -> None:
    by.require("thread.pin")
    thread.advance()
    ThreadPin.objects.filter(thread=thread).delete()
    announce.changed(thread, "pinned")


@transaction.atomic
def remove(by: Moderator, thread: Thread, reason: str = "") -> None:
    """Take a thread out of sight: its author while it holds nobody else's words, else a moderator.

    Raises:
        Forbidden: `thread.answered` for an author, `forbidden` for others.
    """
    promoted = cards.hold(thread)
    thread.advance()
    kind = _removal_kind(by, thread)
    ThreadPin.objects.filter(thread=thread).delete()
    told = {"kind": kind, "by": by.member, "reason": reason}
    _, removed = ThreadRemoval.objects.get_or_create(thread=thread, defaults=told)
    if removed and kind == ThreadRemoval.Kind.HIDDEN:
        audit.record(by, "remove", thread, thread.community_id, thread.author, reason)
    if promoted:
        cards.close(thread)
    announce.changed(thread, "removed")
    telling.withdraw_all(thread)
    communities.close_gate(thread.community_id)


@transaction.atomic
def restore(by: Moderator, thread: Thread) -> None:
    """Show a hidden thread again, with everything that stood in it. What its author took back stays with the author.

    Raises:
        Conflict: `promotion.undone` where the words went back to the stream.
    """
    by.require("thread.edit")
    promoted = cards.hold(thread)
    if Promotion.objects.filter(thread=thread, state=Promotion.State.UNDONE).exists():
        raise Conflict("promotion.undone", "The words of this thread went back to the stream.")
    hidden = ThreadRemoval.objects.filter(thread=thread, kind=ThreadRemoval.Kind.HIDDEN)
    if not hidden.exists():
        return
    thread.advance()
    if hidden.delete()[0]:
        audit.record(by, "restore", thread, thread.community_id, thread.author)
    if promoted:
        cards.open_again(thread)
    announce.changed(thread, "restored")


def _started_before(author: Member, client_id: UUID) -> ThreadShape | None:
    thread = Thread.objects.filter(author=author, client_id=client_id).first()
    return listing.one(thread, author) if thread else None


def _removal_kind(by: Moderator, thread: Thread) -> ThreadRemoval.Kind:
    """Who removes, as a kind of removal; raises where they may not."""
    own = by.member is not None and by.member.pk == thread.author_id
    if own and not thread.posts.exclude(author=thread.author_id, message=None).exists():
        return ThreadRemoval.Kind.DELETED
    if own and by.member and not access.can(by.member.role, "thread.edit"):
        raise Forbidden("thread.answered", "Words of others stand here: ask a moderator.")
    by.require("thread.edit")
    return ThreadRemoval.Kind.HIDDEN
