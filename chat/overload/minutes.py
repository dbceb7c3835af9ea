"""Counting what is said: minutes from the messages table, hours from minutes.

Places are dense and are given out in the order of commits, so each room has one cursor, and a message is counted in the
transaction that moves the cursor past it. So nothing is counted twice or left out, however often, and after whatever
crash, this runs, and whatever moment an imported message bears.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from chat.models import Message, Room
from chat.overload import meter, words
from chat.overload.models import Hour, Load, Minute

BATCH = 5_000  # messages a transaction
ROWS = 10_000  # minutes condensed in a transaction
MINUTES_KEPT = timedelta(days=7)
HOURS_KEPT = timedelta(days=400)
WINDOW = timedelta(minutes=meter.WINDOW)
_COUNTED = ("messages", "words", "posters", "first_seq")
_WORSE = [Room.Load.CALM.value, Room.Load.BUSY.value, Room.Load.OVERLOADED.value]


@dataclass(slots=True)
class Tally:
    """What one batch adds to one minute."""

    messages: int = 0
    words: float = 0
    posters: set[int] = field(default_factory=set)
    first_seq: int = 2**62


def roll_up(room: Room, at: datetime) -> None:
    """Count everything that was said since the last time."""
    while _roll_up_batch(room, at):
        pass


def window(room: Room, at: datetime) -> list[Minute]:
    """The minutes on which the meter stands, this one included; those in which nobody spoke have no row."""
    this = minute_of(at)
    return list(Minute.objects.filter(room=room, at__gt=this - WINDOW, at__lte=this).order_by("at"))


def minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def crowds(rows: list[Minute]) -> list[int]:
    """For each of a room's minutes, in order, how many wrote in the twenty minutes that end with it."""
    return [
        len({poster for row in rows[max(0, place - meter.WINDOW + 1) : place + 1] if last.at - row.at < WINDOW
             for poster in row.posters})
        for place, last in enumerate(rows)
    ]  # fmt: skip


def hours(rows: list[Minute]) -> list[Hour]:
    """A room's minutes, in order, condensed; nothing is written."""
    found = []
    pairs = zip(rows, crowds(rows), strict=True)
    for at, some in groupby(pairs, key=lambda pair: hour_of(pair[0].at)):
        within, posters = zip(*some, strict=True)
        found.append(_hour(at, within, max(posters)))
    return found


def condense(at: datetime) -> None:
    """Make hours of the minutes that are older than a week."""
    edge = hour_of(at - MINUTES_KEPT)
    for room_id in Minute.objects.filter(at__lt=edge).order_by().values_list("room", flat=True).distinct():
        while _condense_batch(room_id, edge):
            pass


def forget(at: datetime) -> None:
    """Drop what is older than 400 days."""
    for kind in (Minute, Hour):
        kind.objects.filter(at__lt=at - HOURS_KEPT).delete()


@transaction.atomic
def _roll_up_batch(room: Room, at: datetime) -> bool:
    """Count one batch; whether there may be more."""
    load = Load.objects.hold(room.pk)
    if load is None:
        return False
    said = Message.objects.filter(room=room, seq__gt=load.seq).order_by("seq")
    rows = list(said.values_list("seq", "author", "kind", "body", "created_at")[:BATCH])
    if rows:
        _add(room, _tallies(rows, at - HOURS_KEPT))
        Load.objects.filter(pk=load.pk).update(seq=rows[-1][0])
    return len(rows) == BATCH


def _tallies(rows: Iterable[tuple[int, int, str, str, datetime]], oldest: datetime) -> dict[datetime, Tally]:
    tallies: dict[datetime, Tally] = {}
    for seq, author, kind, body, at in rows:
        if kind == Message.Kind.TEXT and at >= oldest:
            tally = tallies.setdefault(minute_of(at), Tally())
            tally.messages += 1
            tally.words += words.count(body)
            tally.posters.add(author)
            tally.first_seq = min(tally.first_seq, seq)
    return tallies


def _add(room: Room, tallies: dict[datetime, Tally]) -> None:
    """Add to the minutes there are, and make those there are not. The held meter keeps others out."""
    there = {row.at: row for row in Minute.objects.filter(room=room, at__in=tallies)}
    new = [Minute(community_id=room.community_id, room=room, at=at) for at in tallies.keys() - there.keys()]
    for row in [*there.values(), *new]:
        _grow(row, tallies[row.at])
    Minute.objects.bulk_update(there.values(), _COUNTED, batch_size=1_000)
    Minute.objects.bulk_create(new, batch_size=1_000)


def _grow(row: Minute, tally: Tally) -> None:
    row.messages += tally.messages
    row.words += tally.words
    row.posters = sorted(tally.posters.union(row.posters))
    row.first_seq = min(tally.first_seq, row.first_seq or tally.first_seq)


@transaction.atomic
def _condense_batch(room_id: int, edge: datetime) -> bool:
    """Turn one batch of a room's old minutes into hours; whether there may be more."""
    if Load.objects.hold(room_id) is None:
        return False
    rows = list(Minute.objects.filter(room=room_id, at__lt=edge).order_by("at")[:ROWS])
    there = {row.at: row for row in Hour.objects.filter(room=room_id, at__in={hour_of(row.at) for row in rows})}
    for hour in hours(rows):
        (_merged(there[hour.at], hour) if hour.at in there else hour).save()
    Minute.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows) == ROWS


def _hour(at: datetime, within: tuple[Minute, ...], posters: int) -> Hour:
    concern = [row.concern for row in within if row.concern is not None]
    return Hour(
        community_id=within[0].community_id, room_id=within[0].room_id, at=at, posters=posters,
        messages=sum(row.messages for row in within),
        words=sum(row.words for row in within),
        conversations=_most(row.conversations for row in within),
        here=_most(row.here for row in within),
        concern=sum(concern) / len(concern) if concern else None,
        debt=_most(row.debt for row in within),
        state=max((row.state for row in within), key=_WORSE.index),
    )  # fmt: skip


def _merged(there: Hour, late: Hour) -> Hour:
    """An hour and what was imported into it later. Who wrote in it before is not known any more, only how many."""
    there.messages += late.messages
    there.words += late.words
    for name in ("posters", "conversations", "here", "debt"):
        setattr(there, name, _most([getattr(there, name), getattr(late, name)]))
    there.concern = late.concern if there.concern is None else there.concern
    there.state = max(there.state, late.state, key=_WORSE.index)
    return there


def _most(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)
