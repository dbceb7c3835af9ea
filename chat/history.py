"""Reading a room: pages by place in both directions, and what changed since a number."""

from collections.abc import Iterable

from django.db.models import Count, F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from chat.models import Fold, Mention, Message, Reaction, Room
from chat.shapes import NAMED_REACTORS, Changes, FoldShape, History, MessageShape, RoomInfo

PAGE = 50  # messages a page
MOST = 200  # messages a page at the most, and changes a fetch


def whole(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Messages with everything that their shape shows: three queries, however many there are."""
    return messages.select_related(
        "author", "removal", "pin", "reply_to", "reply_to__author", "reply_to__removal"
    ).prefetch_related(
        Prefetch("reactions", named(Reaction.objects.all(), "message")),
        Prefetch("mentions", Mention.objects.order_by("pk")),
    )


def named(reactions: QuerySet, of: str) -> QuerySet:
    """Of each kind of reaction the first, as many as are named, each with how many of its kind there are.

    Args:
        of: the field that says what they are reactions to.
    """
    alike = [F(of), F("emoji")]
    place = Window(RowNumber(), partition_by=alike, order_by="pk")
    counted = Window(Count("pk"), partition_by=alike)
    return reactions.annotate(place=place, counted=counted).filter(place__lte=NAMED_REACTORS).order_by("pk")


def shapes(messages: QuerySet[Message]) -> list[MessageShape]:
    return [MessageShape.of(message) for message in whole(messages)]


def page(
    room: Room, *, before: int | None = None, after: int | None = None, around: int | None = None, limit: int = PAGE
) -> History:
    """One page of a room's messages in order of place: the latest, or those before, after or around a place.

    Places are dense, from 1 to `room.seq`, so a page is a range of one index however long the room is.
    """
    first, last = _range(room, before, after, around, min(limit, MOST))
    messages = shapes(room.messages.filter(seq__range=(first, last)).order_by("seq"))
    folds = _folds_of(messages)
    return History(rev=room.rev, seq=room.seq, messages=messages, folds=folds, before=first > 1, after=last < room.seq)


def changes(room: Room, since: int, limit: int = MOST) -> Changes:
    """What has changed in a room since a number, oldest first; call again with the answer's `rev` while `more`."""
    upto = _boundary(room, since, limit)
    window = (since + 1, upto)
    return Changes(
        rev=upto,
        seq=room.seq,
        messages=shapes(room.messages.filter(rev__range=window).order_by("rev", "seq")),
        folds=[
            FoldShape.of(fold) for fold in room.folds.filter(rev__range=window).select_related("by").order_by("rev")
        ],
        info=RoomInfo(**RoomInfo.fields_of(room, room.seats.count())),
        more=upto < room.rev,
    )


def _range(room: Room, before: int | None, after: int | None, around: int | None, limit: int) -> tuple[int, int]:
    if around is not None:
        first = max(1, min(around, room.seq) - limit // 2)
        return first, first + limit - 1
    if after is not None:
        return after + 1, after + limit
    last = room.seq if before is None else min(before - 1, room.seq)
    return max(1, last - limit + 1), last


def _folds_of(messages: Iterable[MessageShape]) -> list[FoldShape]:
    wanted = {message.fold for message in messages if message.fold}
    wanted |= {message.reply_to.fold for message in messages if message.reply_to and message.reply_to.fold}
    if not wanted:
        return []
    return [FoldShape.of(fold) for fold in Fold.objects.filter(pk__in=wanted).select_related("by").order_by("seq")]


def _boundary(room: Room, since: int, limit: int) -> int:
    """The highest number that one answer covers: a change that touched many rows is never cut in two."""
    revs = list(room.messages.filter(rev__gt=since).order_by("rev").values_list("rev", flat=True)[: limit + 1])
    return max(since, room.rev) if len(revs) <= limit else max(revs[-1] - 1, revs[0])
