"""Telling everybody in a room what changed there."""

from collections.abc import Iterable

from chat import history
from chat.models import Fold, Message, Room
from chat.shapes import FoldShape, MessageShape, RoomChanged, RoomInfo
from community.realtime.publish import publish


def changed(room: Room, why: str, messages: Iterable[int] = (), folds: Iterable[int] = ()) -> list[MessageShape]:
    """Publish rows as they stand after a change, on commit. Call it inside the transaction that holds the room's lock.

    Args:
        messages, folds: ids of the rows that took the room's new `rev`.
    """
    rows = history.shapes(Message.objects.filter(pk__in=list(messages)).order_by("seq"))
    cards = [FoldShape.of(fold) for fold in Fold.objects.filter(pk__in=list(folds)).select_related("by")]
    send(room, why, rows, cards)
    return rows


def send(room: Room, why: str, messages: list[MessageShape], folds: list[FoldShape], info: RoomInfo | None = None) -> None:
    event = RoomChanged(why=why, room=room.pk, seq=room.seq, rev=room.rev, messages=messages, folds=folds, info=info)
    publish(f"room.{room.pk}", event)


def renamed(room: Room) -> None:
    send(room, "renamed", [], [], RoomInfo(**RoomInfo.fields_of(room, room.seats.count())))
