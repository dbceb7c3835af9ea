"""Carrying messages over into a thread, and giving them back. Call with the room locked, inside a transaction."""

from typing import Any

from django.db.models import QuerySet

from board import announce, cards, scores, seats, tags, tasks, telling
from board.audiences import readers
from board.kinds import statuses
from board.models import Post, PostRemoval, PromotedMessage, Promotion, Thread, ThreadPin, ThreadRemoval, ThreadSeat
from board.models.posts import path_under
from chat import folds
from chat.models import Message
from community.clock import now
from community.jobs.queue import queue
from community.members.models import Member


def carry_out(promotion: Promotion, messages: list[Message]) -> None:
    """Make the thread of a promotion and fold its messages into a card. One change in the room, one on the board.

    Args:
        messages: from `folds.chosen`: in order, locked, none of them folded.
    """
    thread = _thread(promotion, messages[-1])
    _stand_in(thread, messages)
    tags.put_on(thread, promotion.tags)
    scores.refresh(thread)
    _seat_authors(thread, messages)
    card = cards.first_face(promotion, thread)
    promotion.fold = folds.fold(promotion.by, promotion.room, messages, promotion.title, card)
    promotion.thread, promotion.state = thread, Promotion.State.DONE
    promotion.save(update_fields=["fold", "thread", "state"])
    announce.changed(thread, "promoted")
    tell(promotion)


def add(promotion: Promotion, thread: Thread, messages: list[Message]) -> None:
    """Let late replies join the thread of a promotion: for who had read everything, nothing new to read."""
    before = thread.seq
    posts = _stand_in(thread, messages)
    ThreadSeat.objects.filter(thread=thread, read_seq=before).update(read_seq=thread.seq)
    note_chosen(promotion, messages)
    _seat_authors(thread, messages)
    scores.refresh(thread)
    latest = messages[-1]
    Thread.objects.filter(pk=thread.pk, last_at__lt=latest.created_at).update(
        last_at=latest.created_at, last_by=latest.author
    )
    if promotion.fold:
        folds.add(promotion.fold, messages)
    announce.changed(thread, "absorbed", announce.touch(thread, [post.pk for post in posts]))
    tell(promotion)


def give_back(promotion: Promotion, thread: Thread, by: Member) -> None:
    """Unfold the messages and take the thread out of sight; what was written on the board stays in it.

    Threads into which it was merged, or which were split off, stay: only its messages leave them.
    """
    if promotion.fold:
        folds.unfold(promotion.fold)
    chosen = promotion.chosen.values("message")
    elsewhere = Thread.objects.filter(posts__message__in=chosen).exclude(pk=thread.pk)
    for one in sorted({thread, *elsewhere}, key=lambda one: one.pk):
        _let_go(one, chosen, by, whole=one == thread and thread.into_id is None)
    telling.withdraw_all(thread)


def _let_go(thread: Thread, messages: QuerySet[Any], by: Member, *, whole: bool) -> None:
    thread.advance()
    ids = list(thread.posts.filter(message__in=messages).values_list("pk", flat=True))
    Post.objects.filter(pk__in=ids).update(message=None)
    PostRemoval.objects.bulk_create(PostRemoval(post_id=pk, kind=PostRemoval.Kind.UNDONE, by=by) for pk in ids)
    statuses.refresh(thread)
    if whole:
        ThreadPin.objects.filter(thread=thread).delete()
        gone = {"kind": ThreadRemoval.Kind.UNDONE, "by": by, "at": now()}
        ThreadRemoval.objects.update_or_create(thread=thread, defaults=gone)
    announce.changed(thread, "undone", announce.touch(thread, ids))


def note_chosen(promotion: Promotion, messages: list[Message]) -> None:
    """Write down which messages were chosen, in order."""
    last = promotion.chosen.count()
    rows = [
        PromotedMessage(promotion=promotion, message=message, order=last + place)
        for place, message in enumerate(messages, 1)
    ]
    PromotedMessage.objects.bulk_create(rows, ignore_conflicts=True)


def tell(promotion: Promotion) -> None:
    queue(tasks.tell_of_promotion, promotion.pk)


def _thread(promotion: Promotion, latest: Message) -> Thread:
    return Thread.objects.create(
        community_id=promotion.community_id, category=promotion.category, title=promotion.title, author=promotion.by,
        last_at=latest.created_at, last_by=latest.author,
    )  # fmt: skip


def _stand_in(thread: Thread, messages: list[Message]) -> list[Post]:
    """A post for each message, in order, at the top level: author and time are the message's."""
    first = thread.seq + 1
    thread.advance(posts=len(messages))
    rows = [
        Post(
            community_id=thread.community_id, thread=thread, author=message.author, message=message, seq=seq,
            rev=thread.rev, path=path_under(None, seq), created_at=message.created_at,
        )
        for seq, message in enumerate(messages, first)
    ]  # fmt: skip
    return Post.objects.bulk_create(rows)


def _seat_authors(thread: Thread, messages: list[Message]) -> None:
    """Authors follow what becomes of their words, as far as they can read it."""
    authors = readers(thread.category).filter(pk__in={message.author_id for message in messages})
    seats.follow(thread, authors.values_list("pk", flat=True))
