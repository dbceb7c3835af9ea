"""Folding a conversation into one card, and unfolding it. Each is one change of the room: one number for all rows."""

from collections.abc import Iterable

from chat import announce
from chat.models import Fold, Message, Room
from community.clock import now
from community.errors import Conflict, InvalidInput
from community.members.models import Member


def fold(by: Member, room: Room, messages: list[Message], title: str, card: dict[str, object]) -> Fold:
    """Put a card where a conversation began; call inside a transaction.

    Args:
        messages: of this room, in order, at least one, none of them folded.
        card: what the card shows: `thread`, `promotion`, `replies`, `last_by`, `last_at`.

    Raises:
        Conflict: `promotion.folded` where somebody else was faster.
    """
    rev = room.advance()
    card_row = Fold.objects.create(
        community_id=room.community_id, room=room, rev=rev, seq=messages[0].seq, count=len(messages), title=title,
        card=card, by=by,
    )  # fmt: skip
    announce.changed(room, "promoted", _put_under(card_row, messages), [card_row.pk])
    return card_row


def add(card: Fold, messages: list[Message]) -> None:
    """Put late replies under a card that stands."""
    card.rev = card.room.advance()
    card.count += len(messages)
    card.save(update_fields=["rev", "count"])
    announce.changed(card.room, "absorbed", _put_under(card, messages), [card.pk])


def unfold(card: Fold) -> None:
    """Give the stream its messages back, each in its place; the card stays as a row that says so."""
    rev = card.room.advance()
    if not Fold.objects.filter(pk=card.pk, undone_at=None).update(undone_at=now(), rev=rev):
        raise Conflict("promotion.undone", "This was undone already.")
    ids = list(card.messages.values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).update(fold=None)
    announce.changed(card.room, "undone", announce.touch(ids, rev), [card.pk])


def show(card: Fold, **news: object) -> None:
    """Change what a card shows, such as the count of replies. Not a new message: nobody's unread grows."""
    rev = card.room.advance()
    card.card |= news
    Fold.objects.filter(pk=card.pk).update(card=card.card, rev=rev)
    announce.changed(card.room, "replied", [], [card.pk])


def chosen(room: Room, ids: Iterable[int], limit: int) -> list[Message]:
    """The messages that somebody picked, in order, locked against other promotions.

    Raises:
        InvalidInput: `promotion.empty`, `promotion.too_many`.
        Conflict: `promotion.folded` with the ids that stand elsewhere already.
    """
    wanted = set(ids)
    if not wanted:
        raise InvalidInput("promotion.empty", "Choose at least one message.")
    if len(wanted) > limit:
        raise InvalidInput("promotion.too_many", "These are too many messages.", limit=limit)
    rows = (
        room.messages.select_for_update(of=("self",), no_key=True)
        .select_related("author")
        .filter(pk__in=wanted, removal=None)
    )
    messages = list(rows.order_by("seq"))
    if folded := [message.pk for message in messages if message.fold_id]:
        raise Conflict("promotion.folded", "Some of these stand in a thread already.", messages=folded)
    if len(messages) < len(wanted):
        raise InvalidInput("promotion.empty", "Some of these messages cannot be promoted.")
    return messages


def _put_under(card: Fold, messages: list[Message]) -> list[int]:
    """Fold messages into a card; the ids of all that show it, quotes included."""
    ids = [message.pk for message in messages]
    if Message.objects.filter(pk__in=ids, fold=None).update(fold=card) != len(ids):
        raise Conflict("promotion.folded", "Some of these stand in a thread already.", messages=ids)
    return announce.touch(ids, card.rev)
