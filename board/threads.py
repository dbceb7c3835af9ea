"""What members do with threads. Every change is one transaction under the thread's lock, announced on commit."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import FilteredRelation, Q

from board import (
    announce,
    audiences,
    cards,
    flagging,
    holding,
    listing,
    policy,
    posts,
    scores,
    seats,
    tags,
    tasks,
    telling,
)
from board.kinds import opening, revisions, statuses
from board.models import Category, Post, Promotion, Thread, ThreadLock, ThreadPin, ThreadRemoval
from board.models.posts import path_under
from board.shapes import ThreadShape
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
from community.moderation.audit import Moderator, Words
from community.moderation.wordlists import Checked
from community.trust.said import Said

PINS = 10  # pinned threads a category


_thread = Lookup(
    lambda pk, user: (
        Thread.objects.filter(pk=pk)
        .annotate(
            reader=FilteredRelation(
                "community__members", condition=Q(community__members__user=user, community__members__left_at=None)
            )
        )
        .select_related("category__room", "removal", "reader__silence")  # type: ignore[misc]
    ),
    2,
)


def seen_by(user: User, thread_id: int) -> tuple[Thread, Member]:
    """A thread that an account can read, and who it is there; raises `not_found`."""
    thread = _thread.first(thread_id, user.pk)
    reader = getattr(thread, "reader", None)
    if thread is None or reader is None or not thread.is_visible_to(reader):
        raise NotFound("thread")
    return thread, reader


def seen(member: Member, thread_id: int) -> Thread:
    """A thread of the member's own community that they can read; raises `not_found`."""
    thread = Thread.objects.visible_to(member).select_related("category__room").filter(pk=thread_id).first()
    if thread is None:
        raise NotFound("thread")
    return thread


def start(
    author: Member,
    category: Category,
    title: str,
    body: str,
    names: list[str] | None = None,
    *,
    client_id: UUID,
    files: Sequence[int] = (),
    kind: str = Thread.Kind.DISCUSSION,
    read: bool = False,
) -> ThreadShape:
    """Start a thread with its opening post.

    Args:
        client_id: the client's own id of this thread; the same again gets the first answer.
        files: the ids of the files that go along.
        read: whether a moderator has read it, so that no word list holds it back.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `mention.role_capped`, `mention.role_often`, `words.blocked`,
            `post.held`, `post.refused`.
        InvalidInput: `message.empty`, `message.too_long`, `mention.too_many`, `input.invalid`, `files.too_many`.
        NotFound: a file is not the author's to send.
        TooMany: `rate.limited`.
    """
    if earlier := _started_before(author, client_id):
        return earlier
    policy.require_writer(author, "thread.create")
    opening.require(author, kind)
    if files and not read:
        holds.require_new(author, client_id)
    offered = Offered(files).by(author, files)
    title, body = policy.checked_title(title), policy.checked_body(body, carries_files=bool(offered))
    named = wordlists.checked(author.community_id, title, can_wait=True)
    said = wordlists.checked(author.community_id, body, can_wait=True)
    names = policy.checked_tags(names or [])
    tags.require_clean(author.community_id, names)
    call = audiences.calling(category, author, said.text, client_id)
    about = Said(author, f"{title}\n{body}", "thread", call.amount, len(offered), flagging.is_private(category), body)
    waits, why = holding.reason(about, named.holds + said.holds, read=read)
    if waits:
        raise holding.thread(author, category, title, body, names, client_id, files, kind, waits, why)
    try:
        return _open(author, category, named, said, names, client_id, offered, kind)
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
    kind: str,
) -> ThreadShape:
    _keep(author, category)
    title, body, moment = named.text, said.text, now()
    thread = Thread.objects.create(
        community_id=category.community_id, category=category, title=title, author=author, client_id=client_id,
        created_at=moment, last_at=moment, last_by=author, kind=kind, status=statuses.first(kind),
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
    """Rename a thread or change its tags: its author, or a moderator; the tags alone, whoever is trusted with it."""
    if thread.author_id != member.pk:
        access.require(member, "thread.tag" if title is None else "thread.edit")
        was = Words(thread.title, thread.author)
        audit.record(Moderator(member=member), "edit", thread, thread.community_id, thread.author, title=was)
    policy.require_writer(member, "thread.create")
    thread.advance()
    if title is not None:
        named = wordlists.checked(thread.community_id, policy.checked_title(title))
        Thread.objects.filter(pk=thread.pk).update(title=named.text)
        transaction.on_commit(lambda: flagging.note_title(thread, named.flags), robust=True)
    if names is not None:
        names = policy.checked_tags(names)
        tags.require_clean(thread.community_id, names)
        tags.put_on(thread, names)
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
    if ThreadPin.objects.get_or_create(thread=thread, defaults={"by": by.member})[1]:
        audit.record(by, "pin", thread, thread.community_id, thread.author)
    announce.changed(thread, "pinned")


@transaction.atomic
def unpin(by: Moderator, thread: Thread) -> None:
    by.require("thread.pin")
    thread.advance()
    if ThreadPin.objects.filter(thread=thread).delete()[0]:
        audit.record(by, "unpin", thread, thread.community_id, thread.author)
    announce.changed(thread, "pinned")


@transaction.atomic
def remove(by: Moderator, thread: Thread, reason: str = "", rule: str = "") -> None:
    """Take a thread out of sight: its author while it holds nobody else's words, else a moderator.

    Raises:
        Forbidden: `thread.answered` for an author, `forbidden` for others.
    """
    promoted = cards.hold(thread)
    thread.advance()
    policy.require_unmerged(thread)
    kind = _removal_kind(by, thread)
    ThreadPin.objects.filter(thread=thread).delete()
    told = {"kind": kind, "by": by.member, "reason": reason}
    _, removed = ThreadRemoval.objects.get_or_create(thread=thread, defaults=told)
    if removed and kind == ThreadRemoval.Kind.HIDDEN:
        audit.record(by, "remove", thread, thread.community_id, thread.author, reason, rule=rule)
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
    others = thread.posts.exclude(author=thread.author_id, message=None).exists()
    if own and not (others or revisions.by_others(revisions.opening(thread))):
        return ThreadRemoval.Kind.DELETED
    if own and by.member and not access.can(by.member, "thread.edit"):
        raise Forbidden("thread.answered", "Words of others stand here: ask a moderator.")
    by.require("thread.edit")
    return ThreadRemoval.Kind.HIDDEN
