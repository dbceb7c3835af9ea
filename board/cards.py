"""The card that stands in the stream for a promoted thread: it counts the replies on the board."""

from board import audiences
from board.models import Promotion, Thread
from chat import folds
from chat.models import Fold
from community import lookups

_HOLD = (
    "SELECT room.id FROM chat_room AS room JOIN board_promotion AS promotion ON promotion.room_id = room.id"
    " WHERE promotion.thread_id = %s AND promotion.state = %s FOR NO KEY UPDATE OF room"
)


def hold(thread: Thread) -> bool:
    """Lock the room of a promoted thread, if it is one, before the thread itself.

    Changes in the stream lock the room and then the thread; whoever does it the other way round waits for ever.
    """
    return bool(lookups.rows(_HOLD, [thread.pk, Promotion.State.DONE]))


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
    fold = Fold.objects.select_related("room").get(promotion__thread=thread)
    folds.show(fold, thread=None, replies=None, last_by=None, last_at=None)


def open_again(thread: Thread) -> None:
    """The thread was restored: its card is as it was; call it after `hold`."""
    thread = Thread.objects.select_related("last_by").get(pk=thread.pk)
    promotion = Promotion.objects.select_related("category__room", "room").get(thread=thread)
    fold = Fold.objects.select_related("room").get(promotion=promotion)
    folds.show(fold, **first_face(promotion, thread))
    if thread.replies:
        count_up(thread)


def count_up(thread: Thread) -> None:
    """Show the latest reply of a thread on its card; call it after `hold`."""
    fold = Fold.objects.select_related("room", "promotion__category").get(promotion__thread=thread)
    if fold.card["replies"] is None or not audiences.covers(fold.promotion.category, fold.room):
        return
    last_by = thread.last_by.name if thread.last_by else None
    folds.show(fold, replies=thread.replies, last_by=last_by, last_at=thread.last_at.isoformat())
