"""What the board keeps about a person, and what goes when they are forgotten."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from board import announce, cards
from board.kinds import revisions, statuses
from board.models import (
    Capsule,
    CapsuleSource,
    Category,
    Consent,
    Move,
    MoveConsent,
    Post,
    PostReaction,
    PostRemoval,
    Promotion,
    Revision,
    Tag,
    Thread,
    ThreadAct,
    ThreadRemoval,
    ThreadSeat,
)
from chat.models import Fold
from community.privacy import naming, sections
from community.privacy.forgetting import Gone, saying_any, when_forgetting
from community.privacy.holdings import OFFICE, OTHERS
from community.privacy.naming import look_into
from community.privacy.sections import Section, spare
from community.search.models import Entry

UNTITLED = "…" * 3  # a title that its author took along


def register() -> None:
    sections.register(
        Section("threads", Thread, "author", frozenset({"hot", "last_by"})),
        Section("threads-read", ThreadSeat, "member"),
        Section("posts", Post, "author", frozenset({"path"})),
        Section("note-revisions", Revision, "by"),
        Section("post-reactions", PostReaction, "member"),
        Section("capsules", Capsule, "by"),
        Section("promotions", Promotion, "by"),
        Section("consents", Consent, "member"),
        Section("moves", Move, "by"),
        Section("move-consents", MoveConsent, "member"),
    )
    spare(OFFICE, "board.ThreadLock.by", "board.ThreadPin.by", "board.ThreadRemoval.by", "board.PostRemoval.by")
    spare(OFFICE, "board.ThreadAct.by", "board.Acceptance.by")
    spare(OTHERS, "board.Thread.last_by")
    naming.spare(
        "numbers and signs, nobody's words", "board.CapsuleSource.said", "board.Post.path", "board.PostReaction.emoji",
        "board.ThreadAct.after", "board.ThreadAct.before",
    )  # fmt: skip
    look_into(Thread, "community", "title", aloud=True)
    look_into(Post, "community", "body", "files", aloud=True)
    look_into(Revision, "post__community", "body")
    look_into(Category, "community", "name", "description")
    naming.spare("an address has no such sign", "board.Category.slug")
    look_into(Tag, "community", "name")
    look_into(Capsule, "community", "title", "parts")
    look_into(Promotion, "community", "title", "tags")
    look_into(PostRemoval, "post__thread__community", "reason")
    look_into(ThreadRemoval, "thread__community", "reason")
    look_into(ThreadAct, "thread__community", "reason")
    when_forgetting(forget)


def forget(gone: Gone) -> None:
    if gone.words_go:
        wrote = Q(posts__author__in=gone.members) | Q(author__in=gone.members)
        wrote |= Q(posts__revisions__by__in=gone.members)
        for pk in _threads(wrote):
            _take_words(pk, gone)
        _take_notes(gone)
        for acts in (PostRemoval, ThreadRemoval, ThreadAct):
            acts.objects.filter(by__in=gone.members).update(reason="")
    for pk, member in gone.members.items():
        named = f"@{gone.called[pk]}"
        said = Post.objects.filter(saying_any(Post, ("body", "files"), named), community=member.community_id)
        titled = saying_any(Thread, ("title",), named)
        for thread in _threads(Q(pk__in=said.values("thread")) | Q(community=member.community_id) & titled):
            _unname(thread, gone)
    for pk in _threads(Q(last_by__in=gone.members)):
        _turn_card(pk)


def _threads(which: Q) -> list[int]:
    return sorted(set(Thread.objects.filter(which).values_list("pk", flat=True)))


@transaction.atomic
def _take_words(thread_id: int, gone: Gone) -> None:
    thread = Thread.objects.get(pk=thread_id)
    cards.hold_all([thread])
    thread.advance()
    mine = Post.objects.filter(thread=thread, author__in=gone.members, message=None)
    ids = list(mine.values_list("pk", flat=True))
    mine.update(body="", files=None)
    shared = revisions.forget(thread, gone.members)
    rows = [PostRemoval(post_id=pk, kind=PostRemoval.Kind.DELETED) for pk in ids if pk not in shared]
    PostRemoval.objects.bulk_create(rows, ignore_conflicts=True)
    statuses.refresh(thread)
    if thread.author_id in gone.members:
        thread.title = UNTITLED
        Thread.objects.filter(pk=thread.pk).update(title=UNTITLED)
        Entry.objects.filter(kind="thread", object_id=thread.pk).delete()
    said = Post.objects.filter(thread=thread, author__in=gone.members).values("pk")
    Entry.objects.filter(kind__in=("post", "carried"), object_id__in=said).delete()
    announce.changed(thread, "deleted", announce.touch(thread, {*ids, *shared}))


@transaction.atomic
def _take_notes(gone: Gone) -> None:
    """Promotions and capsules are named and worded by who made them; a line that stands on their words goes too."""
    mine = Promotion.objects.filter(by__in=gone.members)
    Fold.objects.filter(promotion__in=mine).update(title=UNTITLED)
    mine.update(title=UNTITLED, tags=[])
    Capsule.objects.filter(by__in=gone.members).delete()
    cited = CapsuleSource.objects.filter(Q(message__author__in=gone.members) | Q(post__author__in=gone.members))
    keys = {(row.message_id, row.post_id) for row in cited}
    for capsule in Capsule.objects.filter(sources__in=cited).distinct():
        for part in capsule.parts:
            part["lines"] = [line for line in part["lines"] if not keys & {tuple(one) for one in line["sources"]}]
        Capsule.objects.filter(pk=capsule.pk).update(parts=capsule.parts, title=UNTITLED)
    cited.delete()


@transaction.atomic
def _unname(thread_id: int, gone: Gone) -> None:
    """Out of its title, its posts and the names of their files."""
    thread = Thread.objects.get(pk=thread_id)
    thread.advance()
    posts = Post.objects.filter(thread=thread)
    named = reduce(or_, (saying_any(Post, ("body", "files"), f"@{name}") for name in gone.called.values()))
    ids = list(posts.filter(named).values_list("pk", flat=True))
    gone.unname(posts, "community", "body", "files")
    Entry.objects.filter(kind="post", object_id__in=ids).delete()
    gone.unname(Thread.objects.filter(pk=thread_id), "community", "title")
    called, thread.title = thread.title, Thread.objects.values_list("title", flat=True).get(pk=thread_id)
    if called != thread.title:
        Entry.objects.filter(kind="thread", object_id=thread_id).delete()
    announce.changed(thread, "edited" if called == thread.title else "renamed", announce.touch(thread, ids))


@transaction.atomic
def _turn_card(thread_id: int) -> None:
    thread = Thread.objects.get(pk=thread_id)
    if cards.hold(thread):
        cards.lead_on(thread)
