"""The card that stands in the stream for a promoted thread: it counts the replies on the board."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Q, QuerySet

from board import audiences
from board.models import Post, Promotion, Thread
from chat import folds
from chat.models import Fold, Room
from community import lookups

_HOLD = (
    "SELECT id FROM chat_room WHERE id IN (SELECT promotion.room_id FROM board_promotion AS promotion"
    " JOIN board_thread AS thread ON thread.id = promotion.thread_id"
    " WHERE (thread.id = %s OR thread.into_id = %s) AND promotion.state = %s) ORDER BY id FOR NO KEY UPDATE"
)


def hold(thread: Thread) -> bool:
    """Lock the rooms of what was promoted into a thread, if anything was, before the thread itself.

    Changes in the stream lock the room and then the thread; whoever does it the other way round waits for ever.
    """
    return bool(lookups.rows(_HOLD, [thread.pk, thread.pk, Promotion.State.DONE]))


def hold_all(threads: Iterable[Thread]) -> None:
    """Lock the rooms of everything that stands in these threads: nobody changes a word of it until commit."""
    ids = [thread.pk for thread in threads]
    said = Post.objects.filter(thread__in=ids, message__isnull=False).values("message__room")
    carried = _promotions(ids).values("room")
    rooms = Room.objects.filter(Q(pk__in=said) | Q(pk__in=carried)).order_by("pk")
    list(rooms.select_for_update(no_key=True).values_list("pk", flat=True))


def first_face(promotion: Promotion, thread: Thread) -> dict[str, object]:
    """What a new card shows. Where some in the room cannot read the thread it says nothing of what goes on there."""
    live = audiences.covers(promotion.category, promotion.room)
    return {
        "thread": thread.pk,
        "promotion": promotion.pk,
        "replies": thread.replies if live else None,
        "last_by": None,
        "last_at": None,
    }


def close(thread: Thread) -> None:
    """The thread was removed: its card leads nowhere, and keeps the words to be read in place; call it after `hold`."""
    for promotion in _cards(thread):
        folds.show(_fold(promotion), thread=None, replies=None, last_by=None, last_at=None)


def open_again(thread: Thread) -> None:
    """The thread was restored: its card is as it was; call it after `hold`."""
    thread = Thread.objects.select_related("last_by").get(pk=thread.pk)
    for promotion in _cards(thread):
        folds.show(_fold(promotion), **first_face(promotion, thread))
    if thread.replies:
        count_up(thread)


def lead_on(thread: Thread) -> None:
    """What was promoted stands in this thread now, or has other readers; call it with everything locked."""
    thread = Thread.objects.select_related("last_by").get(pk=thread.pk)
    for promotion in _cards(thread):
        folds.show(_fold(promotion), **_face(promotion, thread))


def _face(promotion: Promotion, thread: Thread) -> dict[str, object]:
    face = first_face(promotion, thread)
    if face["replies"]:
        face |= {"last_by": thread.last_by and thread.last_by.name, "last_at": thread.last_at.isoformat()}
    return face


def count_up(thread: Thread) -> None:
    """Show the latest reply of a thread on its card; call it after `hold`."""
    last_by = thread.last_by.name if thread.last_by else None
    for promotion in _cards(thread):
        fold = _fold(promotion)
        if fold.card["replies"] is not None and audiences.covers(promotion.category, promotion.room):
            folds.show(fold, replies=thread.replies, last_by=last_by, last_at=thread.last_at.isoformat())


def _promotions(thread_ids: Iterable[int]) -> QuerySet[Promotion]:
    """What was carried into these threads, or into others that were merged into them."""
    ids = list(thread_ids)
    into = Q(thread__in=ids) | Q(thread__into__in=ids)
    return Promotion.objects.filter(into, state=Promotion.State.DONE, fold__isnull=False)


def _cards(thread: Thread) -> QuerySet[Promotion]:
    return _promotions([thread.pk]).select_related("fold", "category__room", "room").order_by("room", "pk")


def _fold(promotion: Promotion) -> Fold:
    fold = cast(Fold, promotion.fold)
    fold.room = promotion.room
    return fold
