"""Which places a page of a room covers.

Places are dense, from 1 to `room.seq`, so a page is a range of one index however long the room is. Only what is spared
stands up to `room.gone_seq`; a page that reaches so far down is as wide as it takes to show enough of that.
"""

from typing import NamedTuple

from chat.models import Room, Spared


class Stretch(NamedTuple):
    """A range of places, and whether anything stands before and after it."""

    first: int
    last: int
    before: bool
    after: bool


def wanted(room: Room, before: int | None, after: int | None, around: int | None, limit: int) -> Stretch:
    """The latest places, or those before, after or around one, as many as show `limit` messages."""
    first, last = _ends(room, before, after, around, limit)
    return Stretch(first, last, _has_before(room, first), last < room.seq)


def _ends(room: Room, before: int | None, after: int | None, around: int | None, limit: int) -> tuple[int, int]:
    if around is not None:
        first = _down(room, min(around, room.seq) - 1, limit // 2)
        return first, _up(room, first, limit)
    if after is not None:
        return after + 1, _up(room, after + 1, limit)
    last = room.seq if before is None else min(before - 1, room.seq)
    return _down(room, last, limit), last


def _down(room: Room, last: int, many: int) -> int:
    """From where on there are so many messages up to a place."""
    first = last - many + 1
    if first > room.gone_seq or not room.gone_seq or not many:
        return max(1, first)
    rest = many - max(0, last - room.gone_seq)
    below = Spared.objects.filter(room=room, seq__lte=min(last, room.gone_seq)).order_by("-seq")
    found = list(below.values_list("seq", flat=True)[:rest])
    return found[-1] if len(found) == rest else 1


def _up(room: Room, first: int, many: int) -> int:
    """Up to where there are so many messages from a place on."""
    if first > room.gone_seq:
        return first + many - 1
    above = Spared.objects.filter(room=room, seq__gte=first).order_by("seq")
    found = list(above.values_list("seq", flat=True)[:many])
    return found[-1] if len(found) == many else room.gone_seq + many - len(found)


def _has_before(room: Room, first: int) -> bool:
    if first > room.gone_seq + 1 or first <= 1:
        return first > 1
    return Spared.objects.filter(room=room, seq__lt=first).exists()
