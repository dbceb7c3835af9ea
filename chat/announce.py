"""Telling everybody in a room what changed there."""

from collections.abc import Callable, Iterable

from chat import history
from chat.models import Fold, Message, Room
from chat.shapes import FoldShape, MessageShape, RoomChanged, RoomInfo
from community.realtime.publish import Publication, publish, publish_all

# Told of messages that changed, inside the transaction: upper layers show the same words elsewhere.
_listeners: list[Callable[[Room, str, list[int]], None]] = []
# Told where something was said: upper layers read the room as it goes.
_hearers: list[Callable[[list[Room]], None]] = []


def when_changed(listener: Callable[[Room, str, list[int]], None]) -> None:
    """Have a function called with the room, the `why` and the messages' ids at every change of standing messages."""
    _listeners.append(listener)


def when_posted(hearer: Callable[[list[Room]], None]) -> None:
    """Have a function called with the new messages of every commit; it must be quick, for the rooms are locked."""
    _hearers.append(hearer)


def changed(room: Room, why: str, messages: Iterable[int] = (), folds: Iterable[int] = ()) -> list[MessageShape]:
    """Publish rows as they stand after a change, on commit. Call it inside the transaction that holds the room's lock.

    Args:
        messages, folds: ids of the rows that took the room's new `rev`.
    """
    ids = list(messages)
    rows = history.shapes(Message.objects.filter(pk__in=ids).order_by("seq"))
    cards = [FoldShape.of(fold) for fold in Fold.objects.filter(pk__in=list(folds)).select_related("by")]
    send(room, why, rows, cards)
    for listener in _listeners:
        listener(room, why, ids)
    return rows


def posted(said: list[tuple[MessageShape, int]]) -> None:
    """Publish new messages on commit, each in its room under its own number.

    Args:
        said: messages, each with its room's gate.
    """
    publish_all(
        Publication(
            (topic := _topic(shape.room)),
            RoomChanged(topic=topic, why="posted", room=shape.room, seq=shape.seq, rev=shape.rev, messages=[shape]),
            gate,
        )
        for shape, gate in said
    )


def heard(rooms: list[Room]) -> None:
    """Let the upper layers know that something was said in these rooms."""
    for hearer in _hearers:
        hearer(rooms)


def touch(messages: Iterable[int], rev: int) -> list[int]:
    """Give messages whose words or place changed, and those that quote them, the room's number; the ids of all."""
    ids = set(messages)
    ids |= set(Message.objects.filter(reply_to__in=ids).values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids, rev__gt=0).update(rev=rev)  # what has expired keeps no number
    return sorted(ids)


def send(
    room: Room, why: str, messages: list[MessageShape], folds: list[FoldShape], info: RoomInfo | None = None
) -> None:
    event = RoomChanged(why=why, room=room.pk, seq=room.seq, rev=room.rev, messages=messages, folds=folds, info=info)
    publish(_topic(room.pk), event, gate=room.gate)


def expired(room: Room, gone: list[int], quoting: Iterable[int]) -> None:
    """Publish that everything up to `room.gone_seq` is gone but for what is spared, with the rows that quote it."""
    rows = history.shapes(Message.objects.filter(pk__in=list(quoting)).order_by("seq"))
    send(room, "expired", rows, [], RoomInfo(**RoomInfo.fields_of(room, room.seats.count())))
    for listener in _listeners:
        listener(room, "expired", gone)


def renamed(room: Room) -> None:
    send(room, "renamed", [], [], RoomInfo(**RoomInfo.fields_of(room, room.seats.count())))


def _topic(room_id: int) -> str:
    return f"room.{room_id}"
